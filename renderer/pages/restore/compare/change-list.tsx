import { useEffect, useId, useRef, useState } from "react";
import { formatColumnBytes } from "../../../../shared/format/si-bytes.ts";
import type { TreeChange } from "../../../../shared/model/browse.ts";
import type { SnapshotSeries } from "../../../../shared/model/snapshot.ts";
import { Icon, type IconName } from "../../../components/icon.tsx";
import { MiddleText } from "../../../components/middle-text.tsx";
import { GridCell, GridHead, GridRow } from "../grid/grid-parts.ts";
import { VirtualGrid, type VirtualGridHandle } from "../grid/virtual-grid.tsx";
import { folderWords } from "../model/folder-words.ts";
import { moveByKey } from "../model/move-by-key.ts";
import { useWords } from "../use-words.ts";
import styles from "./change-list.module.css";

const ICONS: Readonly<Record<TreeChange["change"], IconName>> = {
  added: "plus",
  removed: "gone",
  content: "compare",
  metadata: "settings",
  type: "swap",
};

type ChangeListProps = {
  readonly changes: readonly TreeChange[];
  readonly series: SnapshotSeries;
  readonly hasMore: boolean;
  readonly onNeedMore: () => void;
  readonly onOpen: (change: TreeChange) => void;
};

/** What differs, path by path. */
export function ChangeList({ changes, series, hasMore, onNeedMore, onOpen }: ChangeListProps) {
  const { t } = useWords();
  const idPrefix = useId();
  const grid = useRef<VirtualGridHandle>(null);
  const [active, setActive] = useState(0);
  const [last, setLast] = useState(0);
  const count = changes.length + (hasMore ? 1 : 0);
  useEffect(() => {
    if (hasMore && last >= changes.length - 20) onNeedMore();
  }, [hasMore, last, changes.length, onNeedMore]);
  return (
    <VirtualGrid
      handle={grid}
      label={t("compare.list")}
      count={count}
      rowHeight={32}
      headerHeight={30}
      active={active}
      rowId={(index) => `${idPrefix}-${index}`}
      onSight={(_first, shown) => setLast(shown)}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
        const index = moveByKey(event.key, active, count, grid.current?.pageRows() ?? 1);
        const change = changes[active];
        if (index !== undefined) {
          setActive(index);
          grid.current?.scrollToRow(index);
        } else if (event.key === "Enter" && change !== undefined) onOpen(change);
        else return;
        event.preventDefault();
      }}
      header={
        <GridRow className={styles.head} aria-rowindex={1}>
          {[t("compare.what"), t("files.name"), t("compare.before"), t("compare.after")].map((word) => (
            <GridHead key={word}>{word}</GridHead>
          ))}
        </GridRow>
      }
      row={(index, id) => {
        const change = changes[index];
        if (change === undefined) {
          return (
            <GridRow id={id} className={styles.row} aria-rowindex={index + 2}>
              <GridCell className={styles.more}>{t("compare.more")}</GridCell>
            </GridRow>
          );
        }
        return (
          <GridRow
            id={id}
            className={styles.row}
            aria-rowindex={index + 2}
            aria-selected={index === active}
            onClick={() => setActive(index)}
            onDoubleClick={() => onOpen(change)}
          >
            <GridCell className={styles.change}>
              <Icon name={ICONS[change.change]} size={14} />
              {t(`compare.change.${change.change}`)}
            </GridCell>
            <GridCell className={styles.path}>
              <MiddleText text={folderWords(change.text, series)} />
            </GridCell>
            <GridCell className={styles.size}>
              {change.sizeBytesBefore !== null && formatColumnBytes(change.sizeBytesBefore)}
            </GridCell>
            <GridCell className={styles.size}>
              {change.sizeBytesAfter !== null && formatColumnBytes(change.sizeBytesAfter)}
            </GridCell>
          </GridRow>
        );
      }}
    />
  );
}
