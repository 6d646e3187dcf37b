import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import { decodeTreeContents, type TreeContents } from "../../repository/format/tree-decode.ts";
import type { TreeNode } from "../../repository/node.ts";
import { readTree } from "../../repository/read-blob.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { breathe } from "./breathe.ts";

/** Linux takes paths of 4096 bytes, so no real folder is deeper. */
const MAX_DEPTH = 4096;

/**
 * What a folder holds, with the entries that cannot be believed apart: whoever calls says those (see `reportOdd`).
 * @throws {BackstayError} TREE_BROKEN, BLOB_MISSING, BLOB_CORRUPT, or what the store throws
 */
export async function readFolder(
  repository: IndexedRepository,
  tree: BlobId,
  signal: AbortSignal | undefined,
): Promise<TreeContents> {
  await breathe();
  signal?.throwIfAborted(); // a tree from the cache comes without asking the signal
  return decodeTreeContents(await readTree(repository, tree, signal), tree);
}

/**
 * The tree of a folder's entry, made sure to lead nowhere endless.
 *
 * @param above the trees from the root down to the one the entry stands in
 * @throws {BackstayError} TREE_BROKEN when the folder has no tree, contains itself, or lies absurdly deep
 */
export function subtreeOf(node: TreeNode, above: readonly BlobId[]): BlobId {
  const { subtree } = node;
  const treeId = subtree ?? above.at(-1) ?? "";
  if (subtree === undefined) throw new BackstayError("TREE_BROKEN", { treeId, reason: "no-subtree" });
  if (above.includes(subtree)) throw new BackstayError("TREE_BROKEN", { treeId, reason: "within-itself" });
  if (above.length >= MAX_DEPTH) throw new BackstayError("TREE_BROKEN", { treeId, reason: "too-deep" });
  return subtree;
}
