/** Paths inside of a snapshot, as the contract has them: raw, beginning with `/`. See `TreePath`. */
import { printable } from "../../../../shared/format/printable.ts";
import { rawToText } from "../../../../shared/format/raw-to-text.ts";
import type { TreePath } from "../../../../shared/model/primitives.ts";

export const ROOT: TreePath = "/";

/** @returns the folder that holds the entry; the root is its own */
export function folderOf(path: TreePath): TreePath {
  const end = path.lastIndexOf("/");
  return end <= 0 ? ROOT : path.slice(0, end);
}

/** The last part of the path, as text that is safe to show; empty for the root. */
export function nameOf(path: TreePath): string {
  return printable(rawToText(path.slice(path.lastIndexOf("/") + 1)));
}

/** The whole path as text that is safe to show. */
export function pathText(path: TreePath): string {
  return printable(rawToText(path));
}

/** Whether `path` is `folder` or lies anywhere below it. */
export function isWithin(path: TreePath, folder: TreePath): boolean {
  return folder === ROOT || path === folder || path.startsWith(`${folder}/`);
}

/**
 * @param base where the crumbs begin; the root when `path` does not lie in it
 * @returns each folder from `base` down to `path`, both included
 */
export function foldersDownTo(path: TreePath, base: TreePath): readonly TreePath[] {
  const top = isWithin(path, base) ? base : ROOT;
  const folders: TreePath[] = [];
  for (let folder = path; folder !== top; folder = folderOf(folder)) folders.push(folder);
  return [top, ...folders.reverse()];
}
