import { isBackstayError } from "../../../shared/errors.ts";
import type { BlobId } from "../../../shared/ids.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { type BrowseOptions, reportProblem } from "./browse-problem.ts";
import { findPath, type SnapshotRoot } from "./find-path.ts";

/** One state that an entry was in. */
export type EntryVersion<S> = {
  readonly node: TreeNode;
  /** The snapshots that hold it so, in the order given; never empty. */
  readonly snapshots: readonly S[];
};

/**
 * Collects the versions of one path over many snapshots: two are the same when type, modification time and content are.
 *
 * @returns in the order of the first snapshot that holds each; empty when none has the path
 * @throws {BackstayError} what reading a tree throws, unless `onProblem` takes it
 */
export async function findVersions<S extends SnapshotRoot>(
  repository: IndexedRepository,
  snapshots: Iterable<S>,
  path: RawPath,
  options: BrowseOptions = {},
): Promise<readonly EntryVersion<S>[]> {
  const versions = new Map<string, { node: TreeNode; snapshots: S[] }>();
  const nodesByRoot = new Map<BlobId, TreeNode | undefined>();
  for (const snapshot of snapshots) {
    if (!nodesByRoot.has(snapshot.tree)) {
      nodesByRoot.set(snapshot.tree, await nodeAt(repository, snapshot, path, options));
    }
    const node = nodesByRoot.get(snapshot.tree);
    if (node === undefined) continue;
    const key = keyOf(node);
    const version = versions.get(key);
    if (version === undefined) versions.set(key, { node, snapshots: [snapshot] });
    else version.snapshots.push(snapshot);
  }
  return [...versions.values()];
}

async function nodeAt(
  repository: IndexedRepository,
  snapshot: SnapshotRoot,
  path: RawPath,
  options: BrowseOptions,
): Promise<TreeNode | undefined> {
  try {
    return (await findPath(repository, snapshot, path, options.signal)).node;
  } catch (error) {
    if (isBackstayError(error, "PATH_NOT_IN_SNAPSHOT")) return undefined;
    reportProblem(error, path, options);
    return undefined;
  }
}

function keyOf(node: TreeNode): string {
  const { type, mtimeNs, content, subtree, linkTarget } = node;
  const target = Buffer.from(linkTarget).toString("hex");
  const parts = [type, mtimeNs, subtree, target, ...(content ?? [])];
  return sha256(Buffer.from(parts.join(" "))).toString("hex");
}
