import { useTranslation } from "react-i18next";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useWords } from "../use-words.ts";
import styles from "./damage-note.module.css";

type DamageNoteProps = { readonly repository: Pick<RepositoryView, "name" | "damageFoundMs" | "repair"> };

/** Warns of a repository in which a check found damage that none proved to be gone, before anybody relies on what is in it. */
export function DamageNote({ repository: { name, damageFoundMs, repair } }: DamageNoteProps) {
  const { t, dateAndTime } = useWords();
  const { t: repairWords } = useTranslation("repair");
  if (damageFoundMs === null) return null;
  return (
    <div className={styles.note} data-region="damage" data-repaired={repair !== null}>
      <VerdictShape
        verdict={repair === null ? "failed" : repair.isLacking ? "warning" : "unknown"}
        size={14}
      />
      <span>
        {repair === null
          ? t("damage", { name, when: dateAndTime(damageFoundMs) })
          : repairWords("restoring", { name, when: dateAndTime(repair.endedMs) })}
      </span>
    </div>
  );
}
