import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import type { FolderPage } from "../../../../shared/model/browse.ts";
import { entryFaultWords } from "../../../../shared/words/entry-faults.ts";
import { VerdictShape } from "../../../components/verdict.tsx";
import { useWords } from "../use-words.ts";
import styles from "./left-out-note.module.css";

/** So many are named; the rest is a number. */
const NAMED = 3;

type LeftOutNoteProps = { readonly leftOut: FolderPage["leftOut"] };

/** Entries of a folder that cannot be believed are told, never left out silently. */
export function LeftOutNote({ leftOut: { total, entries } }: LeftOutNoteProps) {
  const { t, language } = useWords();
  if (total === 0) return null;
  const named = entries.slice(0, NAMED).map(({ name, fault }) =>
    t("files.leftOutEntry", {
      name: name ?? t("files.leftOutNameless"),
      fault: entryFaultWords[language][fault],
    }),
  );
  return (
    <div className={styles.note} data-region="left-out">
      <VerdictShape verdict="warning" size={14} />
      <span>
        {t("files.leftOut", { count: total, n: formatGrouped(total) })}{" "}
        {named.join(t("files.leftOutBetween"))}
        {total > named.length && t("files.leftOutMore")}
      </span>
    </div>
  );
}
