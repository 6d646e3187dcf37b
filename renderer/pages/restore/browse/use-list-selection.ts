import { useRef } from "react";
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { queryClient } from "../../../host/query-client.ts";
import {
  deselect,
  isSelected,
  MOST_PATHS,
  type Selection,
  select,
  selectedAbove,
} from "../model/selection.ts";
import { createFolderReader, type FolderQuery, type FolderReader } from "./folder-reader.ts";

export type ChangeSelection = (change: (before: Selection) => Selection) => void;

export type ListSelection = {
  /**
   * @param total how many entries the list has
   * @returns false when a folder of too many entries to name went as a whole
   */
  readonly toggle: (path: TreePath, index: number, total: number) => Promise<boolean>;
  /** From where it last began to here, and no more what an earlier stretch held. */
  readonly extendTo: (index: number, from: number) => Promise<void>;
  /** @returns false when there are too many to name them all */
  readonly toggleAll: (total: number, isOnlyAdding: boolean) => Promise<boolean>;
  readonly endStretch: () => void;
};

/** Choosing in a list of which only a part is here. */
export function useListSelection(
  query: FolderQuery,
  reader: FolderReader,
  selection: Selection,
  change: ChangeSelection,
): ListSelection {
  /** Where Shift stretches from, and what was chosen before it did. */
  const stretch = useRef<{ readonly from: number; readonly before: Selection }>(undefined);
  const newest = useRef(0);
  return {
    async toggle(path, index, total) {
      const above = selectedAbove(selection, path);
      stretch.current = undefined;
      if (above === undefined) {
        const selected = select(selection, [path]);
        stretch.current = { from: index, before: selected };
        change((before) => select(before, [path]));
        return true;
      }
      const isOwn = above === path;
      const siblings = isOwn || total > MOST_PATHS ? null : await allEntries(query);
      change((before) => deselect(before, path, siblings));
      return isOwn || siblings !== null;
    },
    async extendTo(index, from) {
      stretch.current ??= { from, before: selection };
      const { from: start, before } = stretch.current;
      newest.current += 1;
      const turn = newest.current;
      const first = Math.min(start, index);
      const last = Math.min(Math.max(start, index), first + MOST_PATHS - 1);
      const entries = await reader.between(first, last);
      if (turn === newest.current) {
        change(() =>
          select(
            before,
            entries.map(({ path }) => path),
          ),
        );
      }
    },
    async toggleAll(total, isOnlyAdding) {
      stretch.current = undefined;
      if (isSelected(selection, query.path)) {
        if (!isOnlyAdding) change((before) => deselect(before, query.path, null));
        return true;
      }
      if (!query.onlyDifferent) {
        change((before) => select(before, [query.path]));
        return true;
      }
      if (total > MOST_PATHS) return false;
      const entries = await reader.between(0, total - 1);
      change((before) =>
        select(
          before,
          entries.map(({ path }) => path),
        ),
      );
      return true;
    },
    endStretch() {
      stretch.current = undefined;
    },
  };
}

/** @returns the paths of all entries of the folder; null when they are too many to name */
async function allEntries(query: FolderQuery): Promise<readonly TreePath[] | null> {
  const reader = createFolderReader(queryClient, { ...query, onlyDifferent: false });
  const entries = await reader.between(0, MOST_PATHS);
  return entries.length > MOST_PATHS ? null : entries.map(({ path }) => path);
}
