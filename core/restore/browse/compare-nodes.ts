import { encodeNode } from "../../repository/format/tree-encode.ts";
import type { TreeNode } from "../../repository/node.ts";

/** Whether two entries agree in everything a tree says of them. The order of extended attributes means nothing. */
export function isSameNode(a: TreeNode, b: TreeNode): boolean {
  return encodeNode(withOrderedAttributes(a)) === encodeNode(withOrderedAttributes(b));
}

export function hasSameContent(a: Pick<TreeNode, "content">, b: Pick<TreeNode, "content">): boolean {
  const [left, right] = [a.content ?? [], b.content ?? []];
  return left.length === right.length && left.every((id, n) => id === right[n]);
}

function withOrderedAttributes(node: TreeNode): TreeNode {
  if (node.extendedAttributes.length < 2) return node;
  const extendedAttributes = node.extendedAttributes.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { ...node, extendedAttributes };
}
