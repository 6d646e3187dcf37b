import type { BlobId } from "../../../shared/ids.ts";
import type { TreeNode } from "../node.ts";

/** What a tree needs beside itself, each id once. */
export type TreeReferences = {
  readonly subtrees: readonly BlobId[];
  /** Blobs of type data. */
  readonly content: readonly BlobId[];
};

/** Takes every reference there is, whatever the entry's type: what somebody points to is not to be deleted. */
export function treeReferences(nodes: readonly TreeNode[]): TreeReferences {
  const subtrees = new Set<BlobId>();
  const content = new Set<BlobId>();
  for (const node of nodes) {
    if (node.subtree !== undefined) subtrees.add(node.subtree);
    for (const id of node.content ?? []) content.add(id);
  }
  return { subtrees: [...subtrees], content: [...content] };
}
