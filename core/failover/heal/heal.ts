import type { PackId } from "../../../shared/ids.ts";
import type { JobProgress } from "../../jobs/job.ts";
import type { CheckResult } from "../../repository/check/check-result.ts";
import { runCheck } from "../../repository/check/run-check.ts";
import type { ReadData } from "../../repository/check/select-packs.ts";
import { rebuildIndex } from "../../repository/rebuild/rebuild-index.ts";
import { toJobProgress } from "../replicate/job-progress.ts";
import { replicate } from "../replicate/replicate.ts";
import type { ReplicaEnd } from "../replicate/replication.ts";
import { type DamagedObject, damagedObjects } from "./damaged-objects.ts";
import { healObjects } from "./heal-objects.ts";
import type { KeepDamaged } from "./replace-object.ts";

export type HealOptions = {
  /** How much is read to find damage. */
  readonly readData: ReadData;
  /** Files that are known to be damaged, besides those that are found. */
  readonly known?: readonly DamagedObject[] | undefined;
  /** Called with what is left of each damaged file before it is replaced. */
  readonly keepDamaged?: KeepDamaged | undefined;
  /** Threads that verify; the default is as many as the check takes. */
  readonly threads?: number | undefined;
};

export type HealJob = {
  readonly signal: AbortSignal;
  /** Phases of a check, of making an index and of a replication; `heal`, in which `files` are damaged files. */
  reportProgress(progress: JobProgress): void;
};

export type HealResult = {
  /** What was wrong before. */
  readonly found: CheckResult;
  /** Files that were put back whole. Each is a reason to look after the disk it lies on. */
  readonly replaced: readonly DamagedObject[];
  /** Packs that no replica had whole under their name: what is whole in them was saved, and the rest taken from other packs. */
  readonly given: readonly PackId[];
  readonly blobsBrought: number;
  /** What is still wrong: its problems are empty when all that was found is mended. Packs that were put back were read back. */
  readonly left: CheckResult;
};

/**
 * Finds what is damaged in one replica, and mends it from others: files with the same name are put back as they are; where no
 * replica has a pack under the same name, because it was pruned there, what is whole in it is saved, the index is made anew, and what is
 * lacking is copied from wherever the others have it.
 *
 * @param good other replicas, the first is asked first; nothing is written there but a lock
 * @throws {BackstayError} REPLICA_DIFFERS, REPOSITORY_LOCKED, REPLICA_UNRELIABLE, and what the stores throw
 */
export async function heal(
  damaged: ReplicaEnd,
  good: readonly ReplicaEnd[],
  options: HealOptions,
  job: HealJob,
): Promise<HealResult> {
  const { readData, threads } = options;
  const look = (data: ReadData) =>
    runCheck(damaged, { readData: data, ...(threads === undefined ? {} : { threads }) }, job);
  const found = await look(readData);
  const toMend = damagedObjects(found);
  if (found.problemCount === 0 && (options.known ?? []).length === 0)
    return { found, replaced: [], given: [], blobsBrought: 0, left: found };
  const known = (options.known ?? []).filter(({ name }) => !toMend.some((object) => object.name === name));
  const { replaced, unreplaced } = await healObjects(
    damaged,
    good,
    [...toMend, ...known],
    { keepDamaged: options.keepDamaged, proves: false },
    job,
  );
  const gone = new Set(replaced.map(({ name }) => name));
  const given = unreplaced.flatMap(({ kind, name }) => (kind === "pack" ? [name as PackId] : []));
  const isIndexWrong = found.problems.some(
    ({ code }) => code === "index-broken" || code === "index-contradictory" || code === "index-wrong",
  );
  const mustRebuild = given.length > 0 || isIndexWrong;
  if (mustRebuild) {
    const doubtedPacks = new Set([...given, ...found.packsToRebuild.filter((id) => !gone.has(id))]);
    await rebuildIndex(damaged, damaged.cache, { doubtedPacks }, job);
  }
  let blobsBrought = 0;
  for (const other of mustRebuild || lacksBlobs(found) ? good : []) {
    const brought = await bringBack(other, damaged, job);
    blobsBrought += brought.blobsRepacked + brought.packsCopied;
  }
  // what was put back was compared on the way
  const left = await look({ kind: "none" });
  return { found, replaced, given, blobsBrought, left };
}

/** Whether snapshots need what is in no pack, or there is more than is named. */
function lacksBlobs({ problems, problemCount }: CheckResult): boolean {
  return (
    problemCount > problems.length ||
    problems.some(({ code }) => code === "blob-missing" || code === "tree-missing")
  );
}

/** Copies what snapshots that both have need and the damaged one lacks; no further snapshot, which may have been removed on purpose. */
function bringBack(from: ReplicaEnd, to: ReplicaEnd, { signal, reportProgress }: HealJob) {
  const job = {
    signal,
    reportProgress: (p: Parameters<typeof toJobProgress>[0]) => reportProgress(toJobProgress(p)),
  };
  return replicate(from, to, { isWanted: () => false, mendOld: true, readBackShare: 1 }, job);
}
