import { useEffect, useId, useMemo, useRef, useState } from "react";
import { printable } from "../../../../shared/format/printable.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { Icon } from "../../../components/icon.tsx";
import { VirtualRows, type VirtualRowsHandle } from "../../../components/virtual-rows.tsx";
import { moveByKey } from "../model/move-by-key.ts";
import { foldersDownTo } from "../model/tree-path.ts";
import type { Subject } from "../subject.ts";
import { useWords } from "../use-words.ts";
import styles from "./folder-tree.module.css";
import { type TreeRow, treeRows } from "./tree-rows.ts";
import { useSubfolders } from "./use-subfolders.ts";

const ROW_HEIGHT = 28;

type FolderTreeProps = {
  readonly subject: Subject;
  readonly base: TreePath;
  readonly path: TreePath;
  /** What the folder that is open has in it; null until it is known. */
  readonly count: string | null;
  readonly onOpen: (path: TreePath) => void;
};

/** The folders of a snapshot. Arrows walk and open, Enter goes there. */
export function FolderTree({ subject, base, path, count, onOpen }: FolderTreeProps) {
  const { t } = useWords();
  const { repository, snapshot, series } = subject;
  const idPrefix = useId();
  const list = useRef<VirtualRowsHandle>(null);
  const [unfolded, setUnfolded] = useState<ReadonlySet<TreePath>>(() => new Set([base]));
  const [active, setActive] = useState<TreePath>(path);
  const [rowsInSight, setRowsInSight] = useState(10);

  // the way to the folder that is open is open too
  useEffect(() => {
    setUnfolded((before) => new Set([...before, ...foldersDownTo(path, base)]));
    setActive(path);
  }, [path, base]);

  const below = useSubfolders(repository.id, snapshot.id, [...unfolded]);
  const rows = treeRows(base, series.name, unfolded, below);
  const activeIndex = rows.findIndex((row) => row.path === active);
  const shownIndex = rows.findIndex((row) => row.path === path);
  useEffect(() => {
    if (shownIndex >= 0) list.current?.scrollToRow(shownIndex);
  }, [shownIndex]);

  const fold = useMemo(
    () => (folder: TreePath, isOpen: boolean) =>
      setUnfolded((before) => {
        const after = new Set(before);
        if (isOpen) after.add(folder);
        else after.delete(folder);
        return after;
      }),
    [],
  );
  const moveTo = (index: number) => {
    const row = rows[index];
    if (row === undefined) return;
    setActive(row.path);
    list.current?.scrollToRow(index);
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = rows[activeIndex];
    const index = moveByKey(event.key, activeIndex, rows.length, rowsInSight);
    if (index !== undefined) moveTo(index);
    else if (row === undefined) return;
    else if (event.key === "ArrowRight") {
      if (!row.isOpen && !row.isLeaf) fold(row.path, true);
      else if (row.isOpen && !row.isLeaf) moveTo(activeIndex + 1);
    } else if (event.key === "ArrowLeft") {
      if (row.isOpen && !row.isLeaf) fold(row.path, false);
      else moveTo(rows.findLastIndex((other, n) => n < activeIndex && other.level < row.level));
    } else if ((event.key === "Enter" || event.key === " ") && !row.isRest) onOpen(row.path);
    else return;
    event.preventDefault();
  };
  return (
    <VirtualRows
      handle={list}
      className={styles.tree}
      count={rows.length}
      rowHeight={ROW_HEIGHT}
      rowKey={(index) => rows[index]?.path ?? index}
      onRange={(first, last) => setRowsInSight(last - first + 1)}
      row={(index) => {
        const row = rows[index];
        if (row === undefined) return null;
        return (
          <FolderTreeRow
            id={`${idPrefix}-${index}`}
            row={row}
            isActive={index === activeIndex}
            isShown={row.path === path}
            count={row.path === path ? count : null}
            onOpen={() => {
              setActive(row.path);
              onOpen(row.path);
            }}
            onFold={() => fold(row.path, !row.isOpen)}
          />
        );
      }}
      scrollerProps={{
        role: "tree",
        tabIndex: 0,
        "aria-label": t("tree.label"),
        "aria-activedescendant": activeIndex >= 0 ? `${idPrefix}-${activeIndex}` : undefined,
        onKeyDown,
      }}
    />
  );
}

type FolderTreeRowProps = {
  readonly id: string;
  readonly row: TreeRow;
  readonly isActive: boolean;
  readonly isShown: boolean;
  readonly count: string | null;
  readonly onOpen: () => void;
  readonly onFold: () => void;
};

function FolderTreeRow({ id, row, isActive, isShown, count, onOpen, onFold }: FolderTreeRowProps) {
  const { t } = useWords();
  const indent = { paddingInlineStart: 14 + (row.level - 1) * 15 };
  if (row.isRest) {
    return (
      <div
        id={id}
        role="treeitem"
        tabIndex={-1}
        aria-level={row.level}
        className={styles.rest}
        style={indent}
      >
        {t("tree.more")}
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the keys
    <div
      id={id}
      role="treeitem"
      tabIndex={-1}
      className={styles.row}
      style={indent}
      aria-level={row.level}
      aria-selected={isShown}
      aria-expanded={row.isLeaf ? undefined : row.isOpen}
      data-active={isActive}
      onClick={onOpen}
    >
      <span
        className={styles.fold}
        aria-hidden="true"
        onClick={(event) => {
          event.stopPropagation();
          onFold();
        }}
      >
        {!row.isLeaf && <Icon name={row.isOpen ? "chevron-down" : "chevron-right"} size={12} />}
      </span>
      <Icon name={row.level === 1 ? "documents" : "folder"} size={15} />
      <span className={styles.name}>{printable(row.name)}</span>
      {count !== null && <span className={styles.count}>{count}</span>}
    </div>
  );
}
