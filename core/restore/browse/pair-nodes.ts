import { compareNames } from "../../repository/format/tree-encode.ts";
import type { TreeNode } from "../../repository/node.ts";

/** The entries of one name in two folders. */
export type NodePair =
  | { readonly before: TreeNode; readonly after: TreeNode }
  | { readonly before: TreeNode; readonly after: undefined }
  | { readonly before: undefined; readonly after: TreeNode };

/** Puts entries of the same name side by side, in the order of names. */
export function* pairNodes(
  before: readonly TreeNode[],
  after: readonly TreeNode[],
): Generator<NodePair, undefined> {
  const left = before.toSorted(byName).values(); // old restic versions wrote trees out of order
  const right = after.toSorted(byName).values();
  let a = left.next();
  let b = right.next();
  while (a.done !== true || b.done !== true) {
    const order = a.done === true ? 1 : b.done === true ? -1 : byName(a.value, b.value);
    if (order < 0 && a.done !== true) yield { before: a.value, after: undefined };
    if (order > 0 && b.done !== true) yield { before: undefined, after: b.value };
    if (order === 0 && a.done !== true && b.done !== true) yield { before: a.value, after: b.value };
    if (order <= 0) a = left.next();
    if (order >= 0) b = right.next();
  }
}

function byName(a: TreeNode, b: TreeNode): number {
  return compareNames(a.name, b.name);
}
