import type { RepositoryView } from "../../../../shared/model/repository.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useWords } from "../use-words.ts";
import styles from "./damage-note.module.css";

type DamageNoteProps = { readonly repository: Pick<RepositoryView, "name" | "damageFoundMs"> };

/** Warns of a repository in which a check found damage, before anybody relies on what is in it. */
export function DamageNote({ repository: { name, damageFoundMs } }: DamageNoteProps) {
  const { t, dateAndTime } = useWords();
  if (damageFoundMs === null) return null;
  return (
    <div className={styles.note} data-region="damage">
      <VerdictShape verdict="failed" size={14} />
      <span>{t("damage", { name, when: dateAndTime(damageFoundMs) })}</span>
    </div>
  );
}
