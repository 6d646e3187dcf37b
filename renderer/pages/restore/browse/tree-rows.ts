import type { TreePath } from "../../../../shared/model/primitives.ts";

export type TreeRow = {
  readonly path: TreePath;
  readonly name: string;
  /** 1 for the top. */
  readonly level: number;
  readonly isOpen: boolean;
  /** Known to have nothing below it. */
  readonly isLeaf: boolean;
  /** Stands for folders beyond those that are listed. */
  readonly isRest?: true;
};

type Known = { readonly folders: readonly { path: TreePath; name: string }[]; readonly hasMore: boolean };

/**
 * The tree as rows, from the top down.
 *
 * @param below what is known of each folder that was opened
 */
export function treeRows(
  base: TreePath,
  baseName: string,
  opened: ReadonlySet<TreePath>,
  below: ReadonlyMap<TreePath, Known | undefined>,
): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (path: TreePath, name: string, level: number): void => {
    const isOpen = opened.has(path);
    const known = below.get(path);
    rows.push({ path, name, level, isOpen, isLeaf: known !== undefined && known.folders.length === 0 });
    if (!isOpen || known === undefined) return;
    for (const folder of known.folders) add(folder.path, folder.name, level + 1);
    if (known.hasMore) {
      rows.push({ path: `${path}/`, name: "", level: level + 1, isOpen: false, isLeaf: true, isRest: true });
    }
  };
  add(base, baseName, 1);
  return rows;
}
