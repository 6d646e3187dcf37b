import type { SnapshotId } from "../../../shared/ids.ts";
import type { JobProgress } from "../../jobs/job.ts";
import { removeFiles } from "../inventory/remove-files.ts";
import { acquireLock } from "../lock/lock.ts";
import type { Repository } from "../repository.ts";

export type ForgetJob = {
  readonly signal: AbortSignal;
  /** Phase `forget`, in which `files` are snapshots. */
  reportProgress(progress: JobProgress): void;
};

/**
 * Removes snapshots. Their data stays until it is pruned. One that is gone already counts as removed.
 *
 * @param wanted which ones; a function is asked under the lock, so that what it tells people is what is done
 * @returns the snapshots removed, or those that would be in a dry run
 * @throws {BackstayError} REPOSITORY_LOCKED, or what the store throws
 */
export async function forgetSnapshots(
  repository: Repository,
  wanted: readonly SnapshotId[] | (() => Promise<readonly SnapshotId[]>),
  job: ForgetJob,
  options: { readonly dryRun?: boolean | undefined } = {},
): Promise<readonly SnapshotId[]> {
  const choose = async () => [...new Set(typeof wanted === "function" ? await wanted() : wanted)];
  const isNothing = typeof wanted !== "function" && wanted.length === 0;
  if (options.dryRun === true || isNothing) return await choose();
  const lock = await acquireLock(repository, { exclusive: true }, job.signal);
  try {
    await lock.confirmed();
    const signal = AbortSignal.any([job.signal, lock.signal]);
    const distinct = await choose();
    let filesDone = 0;
    await removeFiles(repository, "snapshot", distinct, signal, () => {
      filesDone += 1;
      job.reportProgress({ phase: "forget", filesDone, filesTotal: distinct.length, bytesDone: 0 });
    });
    return distinct;
  } finally {
    await lock.release();
  }
}
