import { useTranslation } from "react-i18next";
import { printable } from "../../../shared/format/printable.ts";
import type { PlanView } from "../../../shared/model/plan.ts";
import { useFormat } from "../../components/use-format.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { useGap } from "../../words/use-gap.ts";
import styles from "./watch-note.module.css";

/** More would push everything else out of sight. */
const MOST_PATHS = 3;

/** Why a continuous plan only looks for changes now and then; nothing where it is told of them. */
export function WatchNote({ view: { scan } }: { readonly view: PlanView }) {
  const { t } = useTranslation("watching");
  const format = useFormat();
  const gap = useGap();
  if (scan === undefined) return null;
  const named = scan.paths.slice(0, MOST_PATHS).map(printable);
  const more = scan.paths.length > named.length ? ["…"] : [];
  return (
    <p className={styles.note}>
      <VerdictShape verdict="warning" size={14} />
      <span>
        {t("heading", { paths: format.list([...named, ...more]) })}
        {gap}
        {t(`reason.${scan.reason}`)}
        {gap}
        {t("meaning")}
      </span>
    </p>
  );
}
