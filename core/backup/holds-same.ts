import type { BlobId } from "../../shared/ids.ts";
import type { TreeCache } from "../catalog/tree-cache.ts";
import { rawPathFromBytes } from "../platform/raw-path.ts";
import { decodeTreeContents } from "../repository/format/tree-decode.ts";
import { encodeNode } from "../repository/format/tree-encode.ts";
import type { TreeNode } from "../repository/node.ts";
import type { FixedEntry } from "./folder-state.ts";

/**
 * Whether two snapshots of the same paths hold the same. The folders that lead to the sources do not count: somebody works beside
 * what is backed up, and that changes the times of the folder both are in.
 *
 * @param entries the root's, as planned; undefined when the root itself is a source
 * @returns false also where a tree is not in the cache, or holds what cannot be believed, and so nothing is known
 */
export function holdsSame(
  trees: TreeCache,
  entries: readonly FixedEntry[] | undefined,
  before: BlobId,
  after: BlobId,
): boolean {
  if (before === after) return true;
  if (entries === undefined) return false;
  const [old, young] = [nodesOf(trees, before), nodesOf(trees, after)];
  if (old === undefined || young === undefined || old.size !== young.size) return false;
  return entries.every(({ name, entries: inner }) => {
    const [was, is] = [old.get(name), young.get(name)];
    if (was === undefined || is === undefined) return was === is;
    if (inner === undefined) return encodeNode(was) === encodeNode(is);
    if (was.subtree === undefined || is.subtree === undefined) return false;
    return holdsSame(trees, inner, was.subtree, is.subtree);
  });
}

function nodesOf(trees: TreeCache, id: BlobId): ReadonlyMap<string, TreeNode> | undefined {
  const json = trees.json(id);
  if (json === undefined) return undefined;
  const { nodes, odd } = decodeTreeContents(json, id);
  if (odd.length > 0) return undefined; // what cannot be believed is not the same as anything
  return new Map(nodes.map((node) => [rawPathFromBytes(node.name), node]));
}
