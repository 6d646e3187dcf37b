import { isBackstayError } from "../../../shared/errors.ts";
import type { SnapshotId } from "../../../shared/ids.ts";
import type { JobProgress } from "../../jobs/job.ts";
import { forgetSnapshots } from "../../repository/snapshots/remove-snapshots.ts";
import type { Tombstone } from "../manifest/documents.ts";
import { mergeTombstones } from "../manifest/merge.ts";
import { publishTombstones, readManifest } from "../manifest/set-manifest.ts";
import { snapshotIds } from "./choose-snapshots.ts";
import { measureLag } from "./lag.ts";
import type { ReplicaEnd } from "./replication.ts";

/** What two replicas lack of each other, in snapshots; `bytes` is what is to be copied there at most. */
export type Alignment = {
  readonly there: number;
  readonly back: number;
  readonly bytes: number;
  /** The names of those that lack there; null when they are many. */
  readonly missingThere: SnapshotId[] | null;
  readonly missingBack: SnapshotId[] | null;
};

/** More names than these would only fill the catalog: who lacks so much lacks nearly all. */
const MAX_NAMED = 200;

/**
 * Brings to both replicas what either remembers as removed on purpose, removes it from the second, and measures what is left to copy.
 * Where somebody works on the second one, what is to be removed stays until the next time.
 *
 * @throws {BackstayError} what the stores throw
 */
export async function alignReplicas(
  from: ReplicaEnd,
  to: ReplicaEnd,
  job: { readonly signal: AbortSignal; reportProgress(progress: JobProgress): void },
): Promise<Alignment> {
  const { signal } = job;
  const tombstones = await spreadTombstones(from, to, signal);
  const there = await snapshotIds(to.store, signal);
  const doomed = tombstones.map(({ snapshotId }) => snapshotId).filter((id) => there.has(id));
  await removeIfFree(to, doomed, job);
  const known = { tombstones: new Set<SnapshotId>(tombstones.map(({ snapshotId }) => snapshotId)) };
  const forth = await measureLag(from, to, known, signal);
  const back = await measureLag(to, from, known, signal);
  const named = ({ missing }: { readonly missing: readonly SnapshotId[] }) =>
    missing.length > MAX_NAMED ? null : [...missing];
  return {
    ...{ there: forth.snapshots, back: back.snapshots, bytes: forth.bytesAtMost },
    ...{ missingThere: named(forth), missingBack: named(back) },
  };
}

async function spreadTombstones(
  from: ReplicaEnd,
  to: ReplicaEnd,
  signal: AbortSignal,
): Promise<readonly Tombstone[]> {
  const lists = [];
  for (const end of [from, to]) lists.push((await readManifest(end, signal)).tombstones);
  const all = mergeTombstones(...lists);
  for (const [n, end] of [from, to].entries())
    if (end.store.keepsManifests && (lists[n]?.length ?? 0) < all.length)
      await publishTombstones(end, all, signal);
  return all;
}

async function removeIfFree(
  end: ReplicaEnd,
  ids: readonly SnapshotId[],
  job: { readonly signal: AbortSignal; reportProgress(progress: JobProgress): void },
): Promise<void> {
  try {
    await forgetSnapshots(end, ids, job);
  } catch (error) {
    if (!isBackstayError(error, "REPOSITORY_LOCKED") && !isBackstayError(error, "STORE_APPEND_ONLY"))
      throw error;
  }
}
