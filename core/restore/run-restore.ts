import { availableParallelism } from "node:os";
import { posix } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import type { Pattern } from "../backup/exclude/compile-patterns.ts";
import type { BlobPlaces } from "../catalog/blob-places.ts";
import type { RepositoryCache } from "../catalog/repository-cache.ts";
import { type RawPath, rawPathToText } from "../platform/raw-path.ts";
import { loadIndex } from "../repository/index/load-index.ts";
import { lockForReading } from "../repository/lock/lock-for-reading.ts";
import { workUnderLock } from "../repository/lock/work-under-lock.ts";
import type { Repository } from "../repository/repository.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { findFolder } from "./browse/find-path.ts";
import { createCollector } from "./collect-batches.ts";
import type { Conflict } from "./decide-place.ts";
import { createDryRunner } from "./dry-run.ts";
import { openHardLinks } from "./hard-links.ts";
import { createLimiter } from "./limiter.ts";
import { createBlobLocator } from "./locate-blobs.ts";
import { createEntryPlanner } from "./plan-entry.ts";
import type { RestoreProblem } from "./problem.ts";
import { createReport, type RenamedEntry, type RestoreCounts, type RestoreProgress } from "./report.ts";
import { createFolderMaker, rootFolder } from "./restore-folder.ts";
import { createBatchRunner } from "./run-batches.ts";
import { selectPaths } from "./select-paths.ts";
import { createSelection } from "./selection.ts";
import { openTarget, refuseOwnRepository } from "./target.ts";
import { startRestoreTeam } from "./thread-team.ts";
import { walkSnapshot } from "./walk-snapshot.ts";

export type RestoreOptions = {
  readonly snapshot: StoredSnapshot;
  /** A folder of the snapshot to restore instead of all; what is in it goes directly into the target. */
  readonly subfolder?: RawPath | undefined;
  /** A folder, made if there is none; or where the files were when they were backed up. */
  readonly target: { readonly folder: string } | "original-place";
  /** Paths to match begin with `/` at the snapshot's root, or at the subfolder. Without any, everything is included. */
  readonly includes: readonly Pattern[];
  readonly excludes: readonly Pattern[];
  /** Only these entries and what is below them, by name. Without it the patterns decide alone. */
  readonly paths?: readonly RawPath[] | undefined;
  readonly conflict: Conflict;
  /** Leave the disk as it is, and say what would be done. */
  readonly dryRun?: boolean;
  /**
   * Take a file in the target for right when size and time are. Otherwise `overwrite` and `keep-both` read it and compare it with the
   * snapshot. `skip` and `newer` leave such a file alone in any case, unless `verify` is asked for.
   */
  readonly trustsUnchanged?: boolean;
  /** Read every file back, those that seem unchanged too. The system may answer from its memory instead of the disk. */
  readonly verify?: boolean;
  /** Leave runs of zeros out, so that they take no space. The default is true. */
  readonly sparse?: boolean;
  /** Hold a lock, against whoever would remove what is being read. The default is true. */
  readonly lock?: boolean;
  /** Worker threads; the default is one more than processors, at most four. */
  readonly threads?: number | undefined;
};

export type RestoreJob = {
  readonly signal: AbortSignal;
  reportProgress(progress: RestoreProgress): void;
  /** Called when the repository cannot be locked, because nothing may be written there. */
  onWithoutLock?(): void;
  /** Told why the lock could not be removed after all was restored. */
  readonly onLockLeft?: (reason: unknown) => void;
};

export type RestoreResult = {
  readonly counts: RestoreCounts;
  readonly problems: readonly RestoreProblem[];
  /** Problems beyond those listed. */
  readonly furtherProblems: number;
  /** With `keep-both`; there may be fewer than `counts.entriesRenamed`. */
  readonly renamed: readonly RenamedEntry[];
};

const MAX_THREADS = 4;
/** While one thread waits for the disk to take what it wrote, another one works. */
const EXTRA_THREADS = 1;
/** Jobs with content in memory: one in each thread, and one being read or waiting there. */
const JOBS_PER_THREAD = 2;

/**
 * Restores a snapshot, or a part of it. A run that was stopped at any moment is carried on by the next one: what is complete has its size
 * and time and is not written again, what is not is recognised (see `unfinished.ts`) and only lacks what it lacks.
 *
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT, ENTRY_TYPE_WRONG, PATTERN_INVALID, TARGET_UNUSABLE, TARGET_FULL, TARGET_LOST, REPOSITORY_LOCKED; what
 * the store throws
 */
export async function runRestore(
  opened: Repository,
  cache: RepositoryCache,
  options: RestoreOptions,
  job: RestoreJob,
): Promise<RestoreResult> {
  const byName = options.paths === undefined ? undefined : selectPaths(options.paths);
  const selection = byName ?? createSelection(options.includes, options.excludes);
  const lock =
    options.lock === false ? undefined : await lockForReading(opened, job.signal, job.onWithoutLock);
  const stop = new AbortController();
  const signal = AbortSignal.any([job.signal, stop.signal, ...(lock === undefined ? [] : [lock.signal])]);
  const work = async () => {
    const result = await restore(opened, cache, options, { selection, signal, job, stop });
    return byName === undefined ? result : withUnmet(result, byName.unmet(), options);
  };
  return await workUnderLock(lock, work, job.onLockLeft);
}

/**
 * @returns the result with those entries as problems that were asked for and are not in the snapshot
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT when none of them is
 */
function withUnmet(
  result: RestoreResult,
  unmet: readonly RawPath[],
  { paths = [], snapshot }: RestoreOptions,
): RestoreResult {
  const [first] = unmet;
  if (first === undefined) return result;
  if (unmet.length === new Set(paths).size)
    throw new BackstayError("PATH_NOT_IN_SNAPSHOT", { path: rawPathToText(first), snapshotId: snapshot.id });
  const missing = unmet.map((path) => ({ path, reason: "failed", systemCode: "ENOENT" }) as const);
  return { ...result, problems: [...result.problems, ...missing] };
}

type Surroundings = {
  readonly selection: ReturnType<typeof createSelection>;
  readonly signal: AbortSignal;
  readonly job: RestoreJob;
  readonly stop: AbortController;
};

async function restore(
  opened: Repository,
  cache: RepositoryCache,
  options: RestoreOptions,
  { selection, signal, job, stop }: Surroundings,
): Promise<RestoreResult> {
  const { snapshot, conflict, dryRun = false, verify = false, sparse = true } = options;
  const distrusts = verify || isReadBeforeTrusted(options);
  const repository = await loadIndex(opened, cache, signal);
  const tree = await findFolder(repository, snapshot, options.subfolder ?? ("/" as RawPath), signal);
  if (options.target !== "original-place") refuseOwnRepository(options.target.folder, opened.store.location);
  const target = openTarget(targetFolder(options), dryRun);
  const report = createReport(target, totalsOf(options), (progress) => job.reportProgress(progress));
  const { indexesBeside } = repository;
  let others: Promise<readonly BlobPlaces[]> | undefined;
  const locator = createBlobLocator(cache.places, () => {
    others ??= indexesBeside?.().then((caches) => caches.map(({ places }) => places));
    return others ?? Promise.resolve([cache.places]);
  });
  const planner = createEntryPlanner(locator, conflict, snapshot.time);
  const hardLinks = openHardLinks();
  const threads = options.threads ?? Math.min(MAX_THREADS, availableParallelism() + EXTRA_THREADS);
  const limiter = createLimiter(threads * JOBS_PER_THREAD);
  const team = startRestoreTeam(
    dryRun && !distrusts ? 0 : threads,
    { masterKey: repository.masterKey, isSparse: sparse },
    signal,
  );
  const tools = { repository, team, locator, report, limiter, signal, planner, hardLinks, verify, distrusts };
  const batches = dryRun ? createDryRunner(tools) : createBatchRunner(tools);
  try {
    const folders = createFolderMaker(target, conflict, dryRun, report);
    const onBatch = batches.run;
    const collector = createCollector({ selection, folders, planner, hardLinks, report, signal, onBatch });
    await walkSnapshot(repository, tree, rootFolder(target), collector, signal);
    await collector.finish();
    report.scanned();
    await batches.finish();
    return { counts: report.counts, ...report.result() };
  } finally {
    stop.abort();
    await team.stop();
    await batches.settled();
    hardLinks.close();
  }
}

/** To leave wrong content where the person asked for the snapshot's would be a restore that is none. */
function isReadBeforeTrusted({ conflict, trustsUnchanged = false }: RestoreOptions): boolean {
  return !trustsUnchanged && (conflict === "overwrite" || conflict === "keep-both");
}

function targetFolder({ target, subfolder }: RestoreOptions): string {
  return target === "original-place"
    ? posix.join("/", rawPathToText(subfolder ?? ("" as RawPath)))
    : target.folder;
}

/** The snapshot's own numbers are about all of it. */
function totalsOf(options: RestoreOptions): { files: number; bytes: number } | undefined {
  const isPartial =
    (options.subfolder ?? "") !== "" ||
    options.paths !== undefined ||
    options.includes.length > 0 ||
    options.excludes.length > 0;
  const counts = options.snapshot.summary?.counts;
  if (isPartial || counts === undefined) return undefined;
  return { files: counts.totalFilesProcessed, bytes: counts.totalBytesProcessed };
}
