import type { RawPath } from "../../platform/raw-path.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { BrowseOptions } from "./browse-problem.ts";
import { cleanPath, findFolder, isWithin, type SnapshotRoot } from "./find-path.ts";
import { type WalkedEntry, walkTree } from "./walk-tree.ts";

export type ListOptions = BrowseOptions & {
  /** Take this folder for the root, as `SNAPSHOT:FOLDER` does: paths are given and compared from there. */
  readonly folder?: RawPath | undefined;
  /** List only these entries and, where one is a folder, what is directly in it. Without any, everything is listed. */
  readonly paths?: readonly RawPath[] | undefined;
  /** List everything below `paths`. */
  readonly recursive?: boolean | undefined;
};

/**
 * Lists a snapshot as `restic ls` does, each folder before what is in it.
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT or ENTRY_TYPE_WRONG for `folder`, and what {@link walkTree} throws
 */
export async function* listEntries(
  repository: IndexedRepository,
  snapshot: SnapshotRoot,
  options: ListOptions = {},
): AsyncGenerator<WalkedEntry> {
  const { folder = "/" as RawPath, onProblem, signal } = options;
  const root = await findFolder(repository, snapshot, folder, signal);
  const paths = options.paths?.map(cleanPath) ?? [];
  const isListed = (path: RawPath) => paths.length === 0 || paths.some((wanted) => isWithin(wanted, path));
  const leadsToListed = (path: RawPath) => paths.some((wanted) => isWithin(path, wanted));
  const enter = ({ path }: WalkedEntry) =>
    paths.length === 0 || (options.recursive === true && isListed(path)) || leadsToListed(path);

  for await (const entry of walkTree(repository, root, { enter, onProblem, signal })) {
    if (isListed(entry.path)) yield entry;
  }
}
