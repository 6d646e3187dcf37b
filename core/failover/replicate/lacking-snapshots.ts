import type { BlobId } from "../../../shared/ids.ts";
import { decodeTree } from "../../repository/format/tree-decode.ts";
import { treeReferences } from "../../repository/inventory/tree-references.ts";
import { readProvenTree } from "../../repository/inventory/used-blobs.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { isBrokenTree, isDamage } from "./damage.ts";
import type { BlobKey } from "./needed-blobs.ts";

/**
 * Finds out which snapshots need something that is lost. Only asked when something is; what is known of a tree is kept, so that
 * snapshots which share folders cost little more than one.
 *
 * @param lost may grow between calls, as long as nothing in it is below a tree that was asked about
 */
export function createLackFinder(
  from: IndexedRepository,
  to: IndexedRepository,
  lost: ReadonlySet<BlobKey>,
  signal: AbortSignal,
): (root: BlobId) => Promise<boolean> {
  const known = new Map<BlobId, boolean>();

  async function subtreesOf(id: BlobId): Promise<readonly BlobId[] | "lacks"> {
    for (const side of [from, to]) {
      try {
        const { subtrees, content } = treeReferences(decodeTree(await readProvenTree(side, id, signal), id));
        return content.some((blob) => lost.has(`data ${blob}`)) ? "lacks" : subtrees;
      } catch (error) {
        if (isBrokenTree(error)) return [];
        if (!isDamage(error)) throw error;
      }
    }
    return "lacks";
  }

  // in the depth of folders, which is that of a path
  return async function lacks(id: BlobId): Promise<boolean> {
    const before = known.get(id);
    if (before !== undefined) return before;
    signal.throwIfAborted();
    let isLacking = lost.has(`tree ${id}`);
    const subtrees = isLacking ? [] : await subtreesOf(id);
    if (subtrees === "lacks") isLacking = true;
    else for (const subtree of subtrees) isLacking ||= await lacks(subtree);
    known.set(id, isLacking);
    return isLacking;
  };
}
