import type { RepositoryId, SnapshotId, SourceId } from "../../../shared/ids.ts";

/** Where the files of a snapshot that a source made can be seen; a source's series has its id. */
export function addressOfSnapshot(
  repositoryId: RepositoryId,
  sourceId: SourceId,
  snapshotId: SnapshotId,
): string {
  const where = { repository: repositoryId, series: sourceId, snapshot: snapshotId };
  return `/restore?${new URLSearchParams(where)}`;
}

/** Where what differs between a snapshot and the newest of its source can be seen. */
export function addressOfComparison(
  repositoryId: RepositoryId,
  sourceId: SourceId,
  snapshotId: SnapshotId,
): string {
  const where = { repository: repositoryId, series: sourceId, mode: "compare", other: snapshotId };
  return `/restore?${new URLSearchParams(where)}`;
}
