import { availableParallelism, userInfo } from "node:os";
import type { BlobId, SnapshotId } from "../../shared/ids.ts";
import type { MomentReport } from "../../shared/model/moment.ts";
import { VERSION } from "../../shared/version.ts";
import type { RepositoryCache } from "../catalog/repository-cache.ts";
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
import type { Problems } from "./collect-problems.ts";
import type { CoordinatorOptions, CoordinatorProgress, CoordinatorResult } from "./coordinator.ts";
import { createDryRunSaver } from "./dry-run-saver.ts";
import { countFilesGone } from "./files-gone.ts";
import type { NamedProblem, SavedEntry } from "./messages.ts";
import type { Tally } from "./tally.ts";

/** How a snapshot is made, whatever is in it. */
export type SnapshotOptions = {
  readonly mode: BackupMode;
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly compression: Compression;
  /** Compare with this snapshot instead of the one the mode would choose. */
  readonly parent?: SnapshotId | undefined;
  /** Compare only with snapshots that bear this tag. */
  readonly parentTag?: string | undefined;
  /** Compare with nothing, whatever the mode says. */
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

/** What every way of saving into the repository is given. */
export type SavingTools = Pick<
  CoordinatorOptions,
  "repository" | "saver" | "threads" | "previousTree" | "signal" | "onSaved" | "onProgress"
> & {
  /** When the backup of the parent snapshot began, nanoseconds since 1970. */
  readonly previousNs: bigint | undefined;
};

/** What a snapshot is to hold. */
export type SnapshotContents = {
  /** What the snapshot calls its paths. */
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  readonly problems: Problems;
  /** Asked when all is saved: what it came to say of itself. */
  readonly furtherTags?: () => readonly string[];
  /** @throws {BackstayError} also when nothing of it could be saved: an empty snapshot would push out others that hold something */
  save(tools: SavingTools): Promise<CoordinatorResult>;
  /** Whether two trees hold the same of what is to be saved. */
  isSame(repository: IndexedRepository, before: BlobId, after: BlobId): boolean;
};

/** Of the backup beyond reading: what reached the repository, and what did not work so far. */
export type BackupTotals = { readonly bytesStored: number; readonly problemCount: number };

/** A snapshot that is in the repository, and what was there before. */
export type MadeSnapshot = {
  readonly repository: IndexedRepository;
  /** Those that were there when the backup began. */
  readonly snapshots: readonly StoredSnapshot[];
  readonly tree: BlobId;
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  readonly tally: Tally;
  readonly problems: readonly NamedProblem[];
};

export type BackupJob = {
  readonly signal: AbortSignal;
  reportProgress(progress: CoordinatorProgress, totals: BackupTotals): void;
  /** Told of every entry of the snapshot, in no order; a backup of millions of files is faster without. */
  readonly onSaved?: ((entry: SavedEntry) => void) | undefined;
  /** Told of a snapshot that was made, or skipped because the one before holds the same, before the repository is left; it waits. */
  readonly onMade?: (made: MadeSnapshot) => Promise<void>;
  /** Told why the lock could not be removed after all was saved, as when the place went away at the last moment. */
  readonly onLockLeft?: (reason: unknown) => void;
  /** Told which snapshots of file systems could not be removed. */
  readonly onSnapshotsLeft?: (names: readonly string[]) => void;
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
  /** What was read as of one moment; absent unless that was asked for. */
  readonly moment?: MomentReport | undefined;
};

const MAX_THREADS = 4;

/**
 * Saves something into the repository. A snapshot appears only when all it needs is durable and indexed.
 *
 * @throws {BackstayError} REPOSITORY_LOCKED; what the store and the saving throw
 */
export async function makeSnapshot(
  opened: Repository,
  cache: RepositoryCache,
  options: SnapshotOptions,
  contents: SnapshotContents,
  job: BackupJob,
): Promise<BackupResult> {
  const startedNs = nowNs();
  const { paths, problems } = contents;
  const lock = await acquireLock(opened, { exclusive: false }, job.signal);
  const signal = AbortSignal.any([job.signal, lock.signal]);
  return await workUnderLock(lock, save, job.onLockLeft);

  async function save(): Promise<BackupResult> {
    const { snapshots } = await loadSnapshots(opened, cache, signal);
    const repository = await loadIndex(opened, cache, signal);
    const key = { hostname: options.hostname, paths, timeNs: options.timeNs ?? startedNs };
    const parent = parentFor(snapshots, options, key);
    // without a full one to build on, a differential backup is a full one
    const mode = options.mode === "differential" && parent === undefined ? "full" : options.mode;
    const saver = await makeSaver(repository, options, lock, signal);
    const { tree, tally, lostFolders } = await contents.save({
      repository,
      saver,
      threads: options.threads ?? Math.min(MAX_THREADS, availableParallelism()),
      previousTree: parent?.tree,
      previousNs: parent?.timeNs,
      signal,
      onSaved: job.onSaved,
      onProgress: (progress) =>
        job.reportProgress(progress, {
          bytesStored: saver.stats.bytesStored,
          problemCount: problems.count(),
        }),
    });
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
      contents.isSame(repository, parent.tree, tree);
    const { paths: saved, excludes } = contents;
    const made = { repository, snapshots, tree, tally, paths: saved, excludes, problems: result.problems };
    if (isSkipped) await job.onMade?.(made);
    if (options.dryRun === true || isSkipped) return { ...result, snapshotId: undefined };
    await lock.confirmed();
    const document = snapshotDocument(options, contents, tree, result);
    const snapshotId = (await writeDocument(repository, "snapshot", document, signal)) as SnapshotId;
    await job.onMade?.(made);
    return { ...result, snapshotId };
  }
}

function parentFor(
  snapshots: readonly StoredSnapshot[],
  options: SnapshotOptions,
  key: { hostname: string; paths: readonly string[]; timeNs: bigint },
): StoredSnapshot | undefined {
  if (options.force === true) return undefined;
  if (options.parent !== undefined) return snapshots.find((snapshot) => snapshot.id === options.parent);
  const { parentTag, mode } = options;
  const fit = parentTag === undefined ? snapshots : snapshots.filter(({ tags }) => tags.includes(parentTag));
  return chooseParent(fit, mode, key);
}

/** Listing and comparing begin while the lock is being confirmed; only what writes waits for it. */
async function makeSaver(
  repository: IndexedRepository,
  options: SnapshotOptions,
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

function snapshotDocument(
  options: SnapshotOptions,
  { paths, excludes, furtherTags }: Pick<SnapshotContents, "paths" | "excludes" | "furtherTags">,
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
    excludes,
    tags: [...new Set([...options.tags, modeTag(result.mode), ...(furtherTags?.() ?? [])])],
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
