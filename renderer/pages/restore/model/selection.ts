/** What is chosen to be restored: paths, each standing for itself and all below it. Nothing in it lies below another. */
import type { TreePath } from "../../../../shared/model/primitives.ts";
import { folderOf, isWithin, ROOT } from "./tree-path.ts";

export type Selection = ReadonlySet<TreePath>;
export const NOTHING: Selection = new Set();

/** A call of the contract takes no more paths. */
export const MOST_PATHS = 10_000;

/** @returns the selected path that `path` is, or lies below */
export function selectedAbove(selection: Selection, path: TreePath): TreePath | undefined {
  if (selection.size === 0) return undefined;
  for (let at = path; ; at = folderOf(at)) {
    if (selection.has(at)) return at;
    if (at === ROOT) return undefined;
  }
}

export function isSelected(selection: Selection, path: TreePath): boolean {
  return selectedAbove(selection, path) !== undefined;
}

/** Whether something below the folder is selected, and not the folder itself. */
export function isPartlySelected(selection: Selection, folder: TreePath): boolean {
  if (selection.size === 0 || isSelected(selection, folder)) return false;
  for (const path of selection) if (isWithin(path, folder)) return true;
  return false;
}

/** Adds paths; what lies below them needs no place of its own any more. */
export function select(selection: Selection, paths: readonly TreePath[]): Selection {
  const added = new Set(paths.filter((path) => !isSelected(selection, path)));
  if (added.size === 0) return selection;
  const result = new Set<TreePath>();
  for (const path of selection) if (!isSelected(added, path)) result.add(path);
  for (const path of added) {
    if (path === ROOT || !isSelected(added, folderOf(path))) result.add(path);
  }
  return result;
}

/**
 * Takes a path out again. Where the folder above it stands for it, the folder's other entries are selected one by one instead.
 *
 * @param siblings all entries of the folder of `path`; null when there are too many to name: then the folder goes as a whole
 */
export function deselect(
  selection: Selection,
  path: TreePath,
  siblings: readonly TreePath[] | null,
): Selection {
  const above = selectedAbove(selection, path);
  const result = new Set(selection);
  if (above === undefined) return selection;
  result.delete(above);
  if (above === folderOf(path) && above !== path && siblings !== null) {
    for (const sibling of siblings) if (sibling !== path) result.add(sibling);
  }
  return result;
}

/** The smallest folder in which all of the selection lies. */
export function commonFolder(selection: Selection): TreePath {
  let common: TreePath | undefined;
  for (const path of selection) {
    let folder = folderOf(path);
    if (common !== undefined) while (!isWithin(common, folder)) folder = folderOf(folder);
    common = folder;
  }
  return common ?? ROOT;
}
