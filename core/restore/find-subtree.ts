import { BackstayError } from "../../shared/errors.ts";
import type { BlobId, SnapshotId } from "../../shared/ids.ts";
import { type RawPath, rawPathFromBytes, rawPathToText } from "../platform/raw-path.ts";
import { decodeTreeContents } from "../repository/format/tree-decode.ts";
import { readTree } from "../repository/read-blob.ts";
import type { IndexedRepository } from "../repository/repository.ts";

/**
 * Finds the tree of a folder in a snapshot.
 *
 * @param path with or without `/` at its beginning and end; empty for the snapshot's root
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT when there is no such folder; what reading a tree throws
 */
export async function findSubtree(
  repository: IndexedRepository,
  snapshot: { readonly id: SnapshotId; readonly tree: BlobId },
  path: RawPath,
  signal: AbortSignal,
): Promise<BlobId> {
  let tree = snapshot.tree;
  for (const name of path.split("/")) {
    if (name === "") continue;
    const { nodes } = decodeTreeContents(await readTree(repository, tree, signal), tree);
    const node = nodes.find((candidate) => rawPathFromBytes(candidate.name) === name);
    if (node?.type !== "dir" || node.subtree === undefined) {
      throw new BackstayError("PATH_NOT_IN_SNAPSHOT", { path: rawPathToText(path), snapshotId: snapshot.id });
    }
    tree = node.subtree;
  }
  return tree;
}
