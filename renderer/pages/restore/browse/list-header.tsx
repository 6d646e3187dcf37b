import type { z } from "zod";
import type { FolderSort } from "../../../../shared/model/browse.ts";
import { Icon } from "../../../components/icon.tsx";
import { GridHead, GridRow } from "../grid/grid-parts.ts";
import { useWords } from "../use-words.ts";
import { CheckMark, type CheckState } from "./check-mark.tsx";
import styles from "./file-list.module.css";

type Sort = z.infer<typeof FolderSort>;

type ListHeaderProps = {
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
  readonly check: CheckState;
  readonly onToggleAll: () => void;
};

/** The names of the columns; those that can be sorted by are buttons. */
export function ListHeader({ sort, onSort, check, onToggleAll }: ListHeaderProps) {
  const { t } = useWords();
  const sortable = (by: Sort["by"], word: string, className: string | undefined) => {
    const isBy = sort.by === by;
    return (
      <GridHead
        className={className}
        aria-sort={isBy ? (sort.descending ? "descending" : "ascending") : "none"}
      >
        <button
          type="button"
          data-sorted={isBy}
          onClick={() => onSort({ by, descending: isBy ? !sort.descending : by !== "name" })}
        >
          {word}
          {isBy && <Icon name={sort.descending ? "chevron-down" : "chevron-up"} size={11} />}
        </button>
      </GridHead>
    );
  };
  return (
    <GridRow className={styles.head} aria-rowindex={1}>
      <GridHead className={styles.check}>
        <button
          type="button"
          aria-pressed={check === "all" ? true : check === "some" ? "mixed" : false}
          aria-label={t("files.chooseAll")}
          title={t("files.chooseAll")}
          onClick={onToggleAll}
        >
          <CheckMark state={check} />
        </button>
      </GridHead>
      {sortable("name", t("files.name"), styles.name)}
      {sortable("size", t("files.size"), styles.size)}
      {sortable("modified", t("files.modified"), styles.modified)}
      <GridHead className={styles.today}>{t("files.today")}</GridHead>
      <GridHead className={styles.versions}>{t("files.versions")}</GridHead>
    </GridRow>
  );
}
