/** Addresses on the Restore page, which keeps all of where one is in its parameters. */
import type { RepositoryId, SeriesId, SnapshotId } from "../../shared/ids.ts";
import type { TreePath } from "../../shared/model/primitives.ts";

export function seriesAddress(repositoryId: RepositoryId, seriesId: SeriesId): string {
  return `/restore?${new URLSearchParams({ repository: repositoryId, series: seriesId })}`;
}

/** Everything in the repository that is called so. */
export function searchAddress(repositoryId: RepositoryId, text: string): string {
  return `/restore?${new URLSearchParams({ mode: "search", repository: repositoryId, text, everywhere: "1" })}`;
}

type Place = {
  readonly repositoryId: RepositoryId;
  readonly seriesId: SeriesId;
  readonly snapshotId: SnapshotId;
  readonly path: TreePath;
};

/** An entry beside its neighbours, in a snapshot that has it. */
export function entryAddress({ repositoryId, seriesId, snapshotId, path }: Place): string {
  const parameters = new URLSearchParams({
    ...{ repository: repositoryId, series: seriesId, snapshot: snapshotId },
    ...{ path: folderOf(path), shown: path },
  });
  return `/restore?${parameters}`;
}

function folderOf(path: TreePath): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}
