import { isBackstayError } from "../../shared/errors.ts";
import type { RepositoryId, SnapshotId } from "../../shared/ids.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { Store } from "../storage/store.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { atPlace } from "./at-place.ts";
import { activeReplica } from "./repository-service.ts";

/** A place that answered just now may be slow, and there may be many sources. */
const LOOK_LIMIT_MS = 60_000;

/**
 * Takes good backups out of the catalog that another program has removed from their repository: what is gone protects nobody. What
 * cannot be asked now is asked the next time.
 *
 * @param variablesOf gives what the place of a replica is opened with
 * @returns whether there were any
 */
export async function confirmSnapshots(
  repository: RepositoryRecord,
  saved: SavedSnapshotStore,
  variablesOf: (replica: ReplicaRecord) => Promise<StoreVariables>,
): Promise<boolean> {
  const replica = activeReplica(repository);
  try {
    const place = { location: replica.location, variables: await variablesOf(replica) };
    const gone = await atPlace(place, LOOK_LIMIT_MS, (store, signal) =>
      findGone(store, repository.id, saved, signal),
    );
    if (gone.length > 0) saved.removeAll(repository.id, gone);
    return gone.length > 0;
  } catch (error) {
    if (!isBackstayError(error)) throw error;
    return false;
  }
}

/**
 * Looks whether the newest good backup of each source is still in its repository; where it is not, whether the one before it is, and
 * so on. One look for each source, as long as nobody removes anything behind our back.
 *
 * @returns those that are gone
 * @throws {BackstayError} what the store throws when it cannot tell
 */
async function findGone(
  store: Store,
  repositoryId: RepositoryId,
  saved: Pick<SavedSnapshotStore, "newest" | "ofSource">,
  signal: AbortSignal,
): Promise<readonly SnapshotId[]> {
  const gone: SnapshotId[] = [];
  for (const newest of saved.newest()) {
    if (newest.repositoryId !== repositoryId) continue;
    for (const { snapshotId } of saved.ofSource(repositoryId, newest.sourceId).toReversed()) {
      if (await isThere(store, snapshotId, signal)) break;
      gone.push(snapshotId);
    }
  }
  return gone;
}

async function isThere(store: Store, id: SnapshotId, signal: AbortSignal): Promise<boolean> {
  try {
    await store.size("snapshot", id, signal);
    return true;
  } catch (error) {
    if (isBackstayError(error, "OBJECT_MISSING")) return false;
    throw error;
  }
}
