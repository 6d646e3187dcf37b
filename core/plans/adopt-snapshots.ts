import type { RepositoryId, SeriesId, SourceId } from "../../shared/ids.ts";
import type { SnapshotView } from "../../shared/model/snapshot.ts";
import { INCOMPLETE_TAG } from "../backup/source-tag.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";

/**
 * Takes into the catalog the good backups of its sources that a repository already holds: it was detached and opened again, or the
 * catalog is an older copy. Without them a source that is protected would seem never to have been backed up.
 *
 * @param snapshotsOf the snapshots of one series; a source's series has its id
 * @returns whether there were any
 */
export async function adoptSnapshots(
  repositoryId: RepositoryId,
  sourceIds: readonly SourceId[],
  saved: SavedSnapshotStore,
  snapshotsOf: (seriesId: SeriesId) => Promise<readonly SnapshotView[]>,
): Promise<boolean> {
  let isAny = false;
  for (const sourceId of sourceIds) {
    const known = new Set(saved.ofSource(repositoryId, sourceId).map(({ snapshotId }) => snapshotId));
    for (const { id, timeMs, bytes, tags } of await snapshotsOf(sourceId as string as SeriesId)) {
      if (known.has(id) || tags.includes(INCOMPLETE_TAG)) continue;
      saved.insert({ repositoryId, snapshotId: id, sourceId, savedMs: timeMs, sizeBytes: bytes ?? 0 });
      isAny = true;
    }
  }
  return isAny;
}
