import { BackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import { joinRawPath, type RawPath, rawPathFromBytes, rawPathToText } from "../platform/raw-path.ts";
import type { OddEntry } from "../repository/format/tree-decode.ts";
import type { TreeNode } from "../repository/node.ts";
import { oddError } from "../restore/browse/browse-problem.ts";
import type { SnapshotRoot } from "../restore/browse/find-path.ts";
import { subtreeOf } from "../restore/browse/read-folder.ts";
import type { FolderEntries } from "./folder-entries.ts";
import type { ListingCache } from "./listing-cache.ts";

/** What stands at a path of a snapshot. */
export type Located = {
  /** Absolute, without a slash behind it. */
  readonly path: RawPath;
  /** Absent for the root, which has no entry of its own. */
  readonly node: TreeNode | undefined;
  /** Present when it is a folder. */
  readonly tree: BlobId | undefined;
};

const ROOT = "/" as RawPath;

/**
 * Finds what a page names. The path is taken literally: `.` and `..` mean nothing in a snapshot, and slashes too many nothing either.
 *
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT, ENTRY_BROKEN, or what reading a tree throws
 */
export async function locate(
  listings: ListingCache,
  snapshot: SnapshotRoot,
  path: RawPath,
  signal: AbortSignal,
): Promise<Located> {
  const above: BlobId[] = [];
  let found: Located = { path: ROOT, node: undefined, tree: snapshot.tree };
  for (const name of componentsOf(path)) {
    const { tree } = found;
    const listing = tree === undefined ? undefined : await listings.get(tree, signal);
    const number = name === "." || name === ".." ? undefined : listing?.find(name);
    const odd = number === undefined ? findOdd(listing, name) : undefined;
    if (odd !== undefined) throw oddError(odd, joinRawPath(found.path, name));
    if (tree === undefined || listing === undefined || number === undefined) {
      throw new BackstayError("PATH_NOT_IN_SNAPSHOT", { path: rawPathToText(path), snapshotId: snapshot.id });
    }
    const node = listing.node(number);
    above.push(tree);
    const subtree = node.type === "dir" ? subtreeOf(node, above) : undefined;
    found = { path: joinRawPath(found.path, name), node, tree: subtree };
  }
  return found;
}

/** An entry of this name that cannot be believed: it is there, but nobody can say what it is. */
export function findOdd(
  listing: Pick<FolderEntries, "odd"> | undefined,
  wanted: RawPath,
): OddEntry | undefined {
  return listing?.odd.find(({ name }) => rawPathFromBytes(name) === wanted);
}

/** The same for a folder. @throws {BackstayError} ENTRY_TYPE_WRONG when it is none */
export async function locateFolder(
  listings: ListingCache,
  snapshot: SnapshotRoot,
  path: RawPath,
  signal: AbortSignal,
): Promise<{ readonly path: RawPath; readonly tree: BlobId }> {
  const { path: found, node, tree } = await locate(listings, snapshot, path, signal);
  if (tree !== undefined) return { path: found, tree };
  const details = { path: rawPathToText(found), type: node?.type ?? "", expected: "folder" } as const;
  throw new BackstayError("ENTRY_TYPE_WRONG", details);
}

export function componentsOf(path: RawPath): readonly RawPath[] {
  return path.split("/").filter((name) => name !== "") as RawPath[];
}
