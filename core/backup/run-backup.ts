import { lstatSync } from "node:fs";
import { availableParallelism, userInfo } from "node:os";
import { BackstayError } from "../../shared/errors.ts";
import type { BlobId, SnapshotId } from "../../shared/ids.ts";
import { VERSION } from "../../shared/version.ts";
import type { RepositoryCache } from "../catalog/repository-cache.ts";
import { type RawPath, rawPathForFs, rawPathFromText } from "../platform/raw-path.ts";
import { formatLocalTime } from "../repository/format/go-time.ts";
import { encodeSnapshot, type Snapshot } from "../repository/format/snapshot.ts";
import { loadIndex } from "../repository/index/load-index.ts";
import { adoptPendingPacks, createPackSaver, type PackSaver } from "../repository/index/pack-saver.ts";
import { acquireLock, type HeldLock } from "../repository/lock/lock.ts";
import { workUnderLock } from "../repository/lock/work-under-lock.ts";
import type { Compression } from "../repository/pack/blob-codec.ts";
import type { IndexedRepository, Repository } from "../repository/repository.ts";
import { loadSnapshots, type StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { writeDocument } from "../repository/unpacked-files.ts";
import { type BackupMode, chooseParent, modeTag } from "./backup-mode.ts";
import { type CoordinatorProgress, coordinate } from "./coordinator.ts";
import { createDryRunSaver } from "./dry-run-saver.ts";
import { problemOf } from "./entry-problem.ts";
import { createSourceFilter, type SourceFilterOptions } from "./exclude/source-filter.ts";
import { countFilesGone } from "./files-gone.ts";
import { type IgnoredFacts, NOTHING_IGNORED } from "./folder-record.ts";
import { holdsSame } from "./holds-same.ts";
import type { EntryProblem, NamedProblem, SavedEntry } from "./messages.ts";
import { planSources } from "./source-paths.ts";
import type { Tally } from "./tally.ts";

export type BackupOptions = {
  /** Paths as a person writes them. */
  readonly sources: readonly string[];
  readonly workingFolder: string;
  readonly mode: BackupMode;
  readonly hostname: string;
  readonly tags: readonly string[];
  /** Patterns as given, for the snapshot's `excludes`. */
  readonly excludes: readonly string[];
  readonly filter: SourceFilterOptions;
  readonly oneFileSystem: boolean;
  /** Facts of a file that do not count as a change. */
  readonly ignored?: IgnoredFacts;
  readonly compression: Compression;
  /** Compare with this snapshot instead of the one the mode would choose. */
  readonly parent?: SnapshotId | undefined;
  /** Read everything, whatever the mode says. */
  readonly force?: boolean;
  /** Nanoseconds since 1970 that the snapshot is to bear; the default is now. */
  readonly timeNs?: bigint | undefined;
  /** Make no snapshot when it would hold the same as its parent. */
  readonly skipIfUnchanged?: boolean | undefined;
  /** Do everything but write. */
  readonly dryRun?: boolean;
  /** Worker threads; the default is one per processor, at most four. */
  readonly threads?: number | undefined;
};

/** Of the backup beyond reading: what reached the repository, and what did not work so far. */
export type BackupTotals = { readonly bytesStored: number; readonly problemCount: number };

export type BackupJob = {
  readonly signal: AbortSignal;
  reportProgress(progress: CoordinatorProgress, totals: BackupTotals): void;
  /** Told of every entry of the snapshot, in no order; a backup of millions of files is faster without. */
  readonly onSaved?: ((entry: SavedEntry) => void) | undefined;
  /** Told why the lock could not be removed after all was saved, as when the place went away at the last moment. */
  readonly onLockLeft?: (reason: unknown) => void;
};

export type BackupResult = {
  /** Absent after a dry run, and where nothing has changed and that was to be skipped. */
  readonly snapshotId: SnapshotId | undefined;
  readonly parent: SnapshotId | undefined;
  readonly mode: BackupMode;
  readonly tally: Tally;
  /** Folders of the parent snapshot that could not be read. What is in them was read and stored anew. */
  readonly lostFolders: number;
  /** Files of the snapshot before that are not in this one; absent where that cannot be told. */
  readonly filesGone: number | undefined;
  /** Bytes that were written into the repository as packs. */
  readonly bytesStored: number;
  readonly startedNs: bigint;
  readonly endedNs: bigint;
  readonly problems: readonly NamedProblem[];
  /** Problems beyond those listed. */
  readonly furtherProblems: number;
};

const MAX_PROBLEMS = 10_000;
const MAX_THREADS = 4;
const LOSSES: readonly EntryProblem["reason"][] = ["vanished", "denied", "unreadable", "replaced"];

/**
 * Backs the sources up into the repository. A snapshot appears only when all it needs is durable and indexed.
 *
 * @throws {BackstayError} NO_SOURCE when none of the paths is there or can be read, SOURCE_EXCLUDED when all of them are
 * excluded: an empty snapshot would count as the newest one, and in time push out those that hold something;
 * REPOSITORY_LOCKED; what the store throws
 */
export async function runBackup(
  opened: Repository,
  cache: RepositoryCache,
  options: BackupOptions,
  job: BackupJob,
): Promise<BackupResult> {
  const startedNs = nowNs();
  const problems = collectProblems();
  const sources = planSources(presentSources(options, problems.add), options.workingFolder);
  const lock = await acquireLock(opened, { exclusive: false }, job.signal);
  const signal = AbortSignal.any([job.signal, lock.signal]);
  return await workUnderLock(lock, saveSources, job.onLockLeft);

  async function saveSources(): Promise<BackupResult> {
    const { snapshots } = await loadSnapshots(opened, cache, signal);
    const repository = await loadIndex(opened, cache, signal);
    const key = { hostname: options.hostname, paths: sources.paths, timeNs: options.timeNs ?? startedNs };
    const parent = parentFor(snapshots, options, key);
    // without a full one to build on, a differential backup is a full one
    const mode = options.mode === "differential" && parent === undefined ? "full" : options.mode;
    const saver = await makeSaver(repository, options, lock, signal);
    const ignored = options.ignored ?? NOTHING_IGNORED;
    const { tree, tally, lostFolders } = await coordinate({
      repository,
      saver,
      threads: options.threads ?? Math.min(MAX_THREADS, availableParallelism()),
      threadData: {
        masterKey: repository.masterKey,
        version: repository.version,
        polynomial: repository.polynomial,
        compression: options.compression,
        filter: options.filter,
        ignored,
      },
      ignored,
      entries: sources.entries,
      previousTree: parent?.tree,
      deviceOf: options.oneFileSystem ? deviceOf : undefined,
      signal,
      onProblem: problems.add,
      onSaved: job.onSaved,
      onProgress: (progress) =>
        job.reportProgress(progress, {
          bytesStored: saver.stats.bytesStored,
          problemCount: problems.count(),
        }),
    });
    if (sources.paths.every(problems.isLost)) throw new BackstayError("NO_SOURCE", { paths: sources.paths });
    const endedNs = nowNs();
    const bytesStored = saver.stats.bytesStored;
    const result = {
      parent: parent?.id,
      mode,
      tally,
      lostFolders,
      filesGone: countFilesGone({ mode, parent, tally, lostFolders, problemCount: problems.count() }),
      bytesStored,
      startedNs,
      endedNs,
      ...problems.result(),
    };
    const isSkipped =
      options.skipIfUnchanged === true &&
      parent !== undefined &&
      holdsSame(repository.cache.trees, sources.entries, parent.tree, tree);
    if (options.dryRun === true || isSkipped) return { ...result, snapshotId: undefined };
    await lock.confirmed();
    const document = snapshotDocument(options, sources.paths, tree, result);
    return {
      ...result,
      snapshotId: (await writeDocument(repository, "snapshot", document, signal)) as SnapshotId,
    };
  }
}

function presentSources(
  options: BackupOptions,
  onProblem: (problem: NamedProblem) => void,
): readonly string[] {
  const present: string[] = [];
  for (const path of planSources(options.sources, options.workingFolder).paths) {
    try {
      lstatSync(path);
      present.push(path);
    } catch (error) {
      onProblem({ path: rawPathFromText(path), ...problemOf(error) });
    }
  }
  if (present.length === 0) throw new BackstayError("NO_SOURCE", { paths: options.sources });
  const { excludesPath } = createSourceFilter(options.filter);
  if (present.every((path) => excludesPath(rawPathFromText(path))))
    throw new BackstayError("SOURCE_EXCLUDED", { paths: options.sources });
  return present;
}

function parentFor(
  snapshots: readonly StoredSnapshot[],
  options: BackupOptions,
  key: { hostname: string; paths: readonly string[]; timeNs: bigint },
): StoredSnapshot | undefined {
  if (options.force === true) return undefined;
  if (options.parent !== undefined) return snapshots.find((snapshot) => snapshot.id === options.parent);
  return chooseParent(snapshots, options.mode, key);
}

/** Listing and comparing begin while the lock is being confirmed; only what writes waits for it. */
async function makeSaver(
  repository: IndexedRepository,
  options: BackupOptions,
  lock: HeldLock,
  signal: AbortSignal,
): Promise<PackSaver> {
  if (options.dryRun === true) return createDryRunSaver(repository);
  if (repository.cache.pendingPacks.list().length > 0) {
    await lock.confirmed();
    await adoptPendingPacks(repository, signal);
  }
  return createPackSaver(repository, lock.confirmed, signal);
}

function deviceOf(path: RawPath): bigint {
  return lstatSync(rawPathForFs(path), { bigint: true }).dev;
}

function collectProblems() {
  const problems: NamedProblem[] = [];
  let furtherProblems = 0;
  return {
    add(problem: NamedProblem) {
      if (problems.length < MAX_PROBLEMS) problems.push(problem);
      else furtherProblems += 1;
    },
    count: () => problems.length + furtherProblems,
    /** Whether nothing of the entry with this path could be saved. */
    isLost: (path: string) => {
      const rawPath = rawPathFromText(path);
      return problems.some((problem) => problem.path === rawPath && LOSSES.includes(problem.reason));
    },
    result: () => ({ problems, furtherProblems }),
  };
}

function snapshotDocument(
  options: BackupOptions,
  paths: readonly string[],
  tree: BlobId,
  result: Omit<BackupResult, "snapshotId">,
): Uint8Array {
  const { username, uid, gid } = userInfo();
  const { tally, startedNs, endedNs } = result;
  const snapshot: Omit<Snapshot, "timeNs"> = {
    time: formatLocalTime(options.timeNs ?? startedNs),
    parent: result.parent,
    tree,
    paths,
    hostname: options.hostname,
    username,
    uid: Math.max(0, uid),
    gid: Math.max(0, gid),
    excludes: options.excludes,
    tags: [...new Set([...options.tags, modeTag(result.mode)])],
    original: undefined,
    programVersion: `backstay ${VERSION}`,
    summary: {
      backupStart: formatLocalTime(startedNs),
      backupEnd: formatLocalTime(endedNs),
      counts: { ...tally, dataAddedPacked: result.bytesStored },
      otherFields: {},
    },
    otherFields: {},
  };
  return encodeSnapshot(snapshot);
}

function nowNs(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
