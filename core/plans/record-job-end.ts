import { z } from "zod";
import type { RepositoryId } from "../../shared/ids.ts";
import { SnapshotIdText } from "../../shared/model/primitives.ts";
import { msOf } from "../catalog/columns.ts";
import type { RepositoryStore } from "../catalog/repository-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { SourceStore } from "../catalog/source-store.ts";
import type { JobRecord } from "../jobs/job.ts";
import { backupSummaryOf } from "./backup-summary.ts";

const Forgotten = z.object({ removed: z.array(SnapshotIdText) });

/**
 * Writes down what a job that ended well means for the catalog: a source has a newer good backup and was mounted so, snapshots are gone, a repository
 * was pruned. A backup that is not complete is none that counts. Told of the same job twice, it changes nothing the second time.
 *
 * @returns the repository whose snapshots came or went
 */
export function recordJobEnd(
  job: JobRecord,
  snapshots: SavedSnapshotStore,
  repositories: RepositoryStore,
  sources: Pick<SourceStore, "setMounts">,
): RepositoryId | undefined {
  const { repositoryId, sourceId } = job.origin;
  const isGood = job.state === "done" || job.state === "done-with-problems";
  if (!isGood || repositoryId === undefined || job.endedNs === undefined) return undefined;
  const savedMs = msOf(job.endedNs);
  const saved = backupSummaryOf(job);
  if (saved !== undefined) {
    const { snapshotId, bytesProcessed, mounts, isComplete } = saved;
    if (sourceId !== undefined && mounts !== undefined) sources.setMounts(sourceId, mounts);
    if (snapshotId === null) return undefined;
    if (sourceId !== undefined && isComplete)
      snapshots.insert({ repositoryId, snapshotId, sourceId, savedMs, sizeBytes: bytesProcessed });
    return repositoryId;
  }
  if (job.kind === "forget") {
    const forgotten = Forgotten.safeParse(job.result?.summary);
    if (!forgotten.success || forgotten.data.removed.length === 0) return undefined;
    snapshots.removeAll(repositoryId, forgotten.data.removed);
    repositories.setNeedsPrune(repositoryId);
    return repositoryId;
  }
  if (job.kind === "prune") repositories.markPruned(repositoryId, savedMs);
  return undefined;
}
