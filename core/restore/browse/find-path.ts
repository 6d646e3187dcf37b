import { posix } from "node:path";
import { BackstayError } from "../../../shared/errors.ts";
import type { BlobId, SnapshotId } from "../../../shared/ids.ts";
import { joinRawPath, type RawPath, rawPathFromBytes, rawPathToText } from "../../platform/raw-path.ts";
import type { TreeNode } from "../../repository/node.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import { oddError } from "./browse-problem.ts";
import { readFolder, subtreeOf } from "./read-folder.ts";

/** What browsing needs to know of a snapshot. */
export type SnapshotRoot = { readonly id: SnapshotId; readonly tree: BlobId };

export type FoundPath = {
  /** Absolute and cleaned. */
  readonly path: RawPath;
  /** Absent for the root, which has no entry of its own. */
  readonly node: TreeNode | undefined;
  /** Present when it is a folder. */
  readonly tree: BlobId | undefined;
};

/**
 * Finds what stands at a path of a snapshot.
 *
 * @param path with or without a leading slash
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT, ENTRY_BROKEN, or what reading a tree throws
 */
export async function findPath(
  repository: IndexedRepository,
  snapshot: SnapshotRoot,
  path: RawPath,
  signal?: AbortSignal,
): Promise<FoundPath> {
  const wanted = cleanPath(path);
  const above: BlobId[] = [];
  let found: FoundPath = { path: "/" as RawPath, node: undefined, tree: snapshot.tree };
  for (const name of componentsOf(wanted)) {
    const { tree } = found;
    const contents = tree === undefined ? undefined : await readFolder(repository, tree, signal);
    const isNamed = (candidate: { readonly name: Uint8Array }) => rawPathFromBytes(candidate.name) === name;
    const node = contents?.nodes.find(isNamed);
    if (node === undefined) {
      const odd = contents?.odd.find(isNamed);
      if (odd !== undefined) throw oddError(odd, joinRawPath(found.path, name));
      const details = { path: rawPathToText(wanted), snapshotId: snapshot.id };
      throw new BackstayError("PATH_NOT_IN_SNAPSHOT", details);
    }
    if (tree !== undefined) above.push(tree);
    const subtree = node.type === "dir" ? subtreeOf(node, above) : undefined;
    found = { path: joinRawPath(found.path, name), node, tree: subtree };
  }
  return found;
}

/**
 * Finds the tree of a folder, as `SNAPSHOT:FOLDER` names it.
 * @throws {BackstayError} ENTRY_TYPE_WRONG when it is no folder, and as {@link findPath}
 */
export async function findFolder(
  repository: IndexedRepository,
  snapshot: SnapshotRoot,
  path: RawPath,
  signal?: AbortSignal,
): Promise<BlobId> {
  const found = await findPath(repository, snapshot, path, signal);
  if (found.tree !== undefined) return found.tree;
  const details = {
    path: rawPathToText(found.path),
    type: found.node?.type ?? "",
    expected: "folder",
  } as const;
  throw new BackstayError("ENTRY_TYPE_WRONG", details);
}

/** Absolute, without `.`, `..`, and slashes that mean nothing. */
export function cleanPath(path: RawPath): RawPath {
  const cleaned = posix.normalize(`/${path}`);
  return (cleaned.length > 1 && cleaned.endsWith("/") ? cleaned.slice(0, -1) : cleaned) as RawPath;
}

/** Whether a path is the folder itself or lies below it; both cleaned. */
export function isWithin(folder: RawPath, path: RawPath): boolean {
  return path === folder || folder === "/" || path.startsWith(`${folder}/`);
}

/** @param path cleaned */
function componentsOf(path: RawPath): readonly RawPath[] {
  return path === "/" ? [] : (path.slice(1).split("/") as RawPath[]);
}
