import { memo } from "react";
import { formatGrouped } from "../../../../shared/format/grouped-count.ts";
import { printable } from "../../../../shared/format/printable.ts";
import { formatColumnBytes } from "../../../../shared/format/si-bytes.ts";
import type { TreeEntry } from "../../../../shared/model/browse.ts";
import { Icon } from "../../../components/icon.tsx";
import { GridCell, GridRow } from "../grid/grid-parts.ts";
import { entryIcon } from "../model/entry-icon.ts";
import { useWords } from "../use-words.ts";
import { CheckMark, type CheckState } from "./check-mark.tsx";
import styles from "./file-list.module.css";

export type RowPress = "choose" | "toggle" | "extend" | "open";

type FileRowProps = {
  readonly id: string;
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly entry: TreeEntry | undefined;
  readonly check: CheckState;
  readonly isActive: boolean;
  readonly onPress: (index: number, press: RowPress) => void;
};

/** One entry of a folder. */
export const FileRow = memo(function FileRow({ id, index, entry, check, isActive, onPress }: FileRowProps) {
  const { t, dateAndTime } = useWords();
  if (entry === undefined) {
    return (
      <GridRow id={id} className={styles.row} aria-rowindex={index + 2} aria-busy="true">
        <GridCell className={styles.waiting} />
      </GridRow>
    );
  }
  const name = printable(entry.name);
  return (
    <GridRow
      id={id}
      className={styles.row}
      aria-rowindex={index + 2}
      aria-selected={check === "all"}
      data-active={isActive}
      onClick={(event) =>
        onPress(index, event.shiftKey ? "extend" : event.ctrlKey || event.metaKey ? "toggle" : "choose")
      }
      onDoubleClick={() => onPress(index, "open")}
    >
      <GridCell
        className={styles.check}
        onClick={(event) => {
          event.stopPropagation();
          onPress(index, event.shiftKey ? "extend" : "toggle");
        }}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <CheckMark state={check} />
      </GridCell>
      <GridCell className={styles.name}>
        <Icon name={entryIcon(entry.type, name)} size={15} />
        <span className={styles.nameText} title={name}>
          {name}
        </span>
        {entry.type !== "file" && entry.type !== "dir" && (
          <small>
            {entry.linkTarget === null
              ? t(`files.type.${entry.type}`)
              : t("files.linkTo", { target: printable(entry.linkTarget) })}
          </small>
        )}
      </GridCell>
      <GridCell className={styles.size}>
        {entry.type === "file" && entry.sizeBytes !== null && formatColumnBytes(entry.sizeBytes)}
      </GridCell>
      <GridCell className={styles.modified}>{dateAndTime(entry.modifiedMs)}</GridCell>
      <Today state={entry.today} isFolder={entry.type === "dir"} />
      <GridCell className={styles.versions}>
        {entry.type === "file" && entry.versions !== null && formatGrouped(entry.versions)}
      </GridCell>
    </GridRow>
  );
});

/** How the entry compares to what stands at its place now. */
function Today({ state, isFolder }: { readonly state: TreeEntry["today"]; readonly isFolder: boolean }) {
  const { t } = useWords();
  // of a folder that is still there nobody says whether all in it is the same
  if (state === null && isFolder) return <GridCell className={styles.today} />;
  const word = state ?? "unknown";
  return (
    <GridCell className={styles.today} data-state={word} title={t(`files.stateHint.${word}`)}>
      {state === "gone" && <Icon name="gone" size={14} />}
      {(state === "newer" || state === "older" || state === "different") && <Icon name="compare" size={14} />}
      {t(`files.state.${word}`)}
    </GridCell>
  );
}
