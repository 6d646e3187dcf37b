import { useTranslation } from "react-i18next";
import type { RepositoryId } from "../../../shared/ids.ts";
import { useCauseWords } from "../../components/use-cause-words.ts";
import { VerdictShape } from "../../components/verdict.tsx";
import { useCall } from "../../host/use-call.ts";
import styles from "./repository-row.module.css";

/** Why upkeep of a repository waits; nothing where it does not. */
export function SparedNote({ repositoryId }: { readonly repositoryId: RepositoryId }) {
  const { t } = useTranslation("acting");
  const say = useCauseWords();
  const spared = useCall("acts.spared", {});
  if (spared.kind !== "ready") return null;
  const found = spared.value.repositories.find((one) => one.repositoryId === repositoryId);
  if (found === undefined) return null;
  return (
    <p className={styles.spared}>
      <VerdictShape verdict="waiting" size={14} />
      <span>{t("spared", { causes: say(found.causes) })}</span>
    </p>
  );
}
