import { useTranslation } from "react-i18next";
import type { PlanView } from "../../../shared/model/plan.ts";
import { LinkButton } from "../../components/link-button.tsx";
import { useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import styles from "./watch-note.module.css";

/** Why nothing old of a plan is removed; nothing where it is. */
export function HoldNote({ view: { heldSources } }: { readonly view: PlanView }) {
  const { t } = useTranslation("changeGuard");
  const format = useFormat();
  if (heldSources === undefined) return null;
  return (
    <p className={styles.note}>
      <VerdictShape verdict="failing" size={14} />
      <span>
        {t("held", { names: format.list(heldSources) })} <LinkButton to="/alerts">{t("look")}</LinkButton>
      </span>
    </p>
  );
}
