import { BackstayError, type ErrorCode, type PruneObstacle } from "../../../shared/errors.ts";
import type { IndexId, PackId, SnapshotId } from "../../../shared/ids.ts";
import { typeNumber } from "../../catalog/blob-index.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { JobProgress } from "../../jobs/job.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { loadIndex, loadIndexAnew } from "../index/load-index.ts";
import { withCacheFaults } from "../inventory/cache-faults.ts";
import { type PackInventory, takeInventory } from "../inventory/pack-inventory.ts";
import { removeFiles } from "../inventory/remove-files.ts";
import { replaceIndex } from "../inventory/replace-index.ts";
import { findUsedBlobs, type UsedBlobs } from "../inventory/used-blobs.ts";
import { acquireLock } from "../lock/lock.ts";
import type { IndexedRepository, Repository } from "../repository.ts";
import { loadSnapshots } from "../snapshots/load-snapshots.ts";
import { chooseCopies } from "./choose-copies.ts";
import { type DecideOptions, decidePacks } from "./decide-packs.ts";
import { type PackDecisions, type PruneReport, pruneReport } from "./prune-report.ts";
import { repack } from "./repack.ts";
import { createRepackedPacks } from "./repacked-packs.ts";

export type PruneOptions = DecideOptions & {
  /** Only report what would be done. */
  readonly dryRun?: boolean | undefined;
  /** Snapshots that count as removed already; for a dry run only. */
  readonly without?: ReadonlySet<SnapshotId> | undefined;
  /**
   * Go on although snapshots need what the index does not know any more, and with it remove damaged packs that were left out of the
   * index. What is damaged but still in the index is no loss to accept yet: making the index anew may save it.
   */
  readonly acceptLoss?: boolean | undefined;
};

export type PruneJob = {
  readonly signal: AbortSignal;
  /** Phases: `find`, in which `files` are trees; `repack` and `remove`, in which they are packs. */
  reportProgress(progress: JobProgress): void;
  /** Called with the size report before anything is changed. */
  onReport?(report: PruneReport): void;
};

/** Trees that went are no use in the cache either. */
const FORGET_TREES = `
  DELETE FROM main.trees
  WHERE NOT EXISTS (SELECT 1 FROM used_blobs WHERE used_blobs.id = trees.id AND type = ${typeNumber("tree")})
`;

export type PruneResult = {
  readonly report: PruneReport;
  /** Bytes of the new packs. */
  readonly bytesWritten: number;
};

/**
 * Removes what no snapshot needs. New packs and a complete new index are durable before the old index goes, and that before the
 * old packs: stopped at any moment, every snapshot can be restored and the next prune goes on.
 *
 * @param cache is brought up to the new index
 * @throws {BackstayError} REPOSITORY_LOCKED; PRUNE_UNSAFE when it cannot be told what is needed, or something needed is missing;
 * OBJECT_CORRUPT for a damaged index file; BLOB_CORRUPT for a damaged blob that was to be kept. In all of these nothing was removed
 */
export async function runPrune(
  opened: Repository,
  cache: RepositoryCache,
  options: PruneOptions,
  job: PruneJob,
): Promise<PruneResult> {
  const lock = await acquireLock(opened, { exclusive: true }, job.signal);
  const signal = AbortSignal.any([job.signal, lock.signal]);
  try {
    await lock.confirmed();
    const oldIndexFiles: IndexId[] = [];
    for await (const { name } of opened.store.list("index", signal)) oldIndexFiles.push(name as IndexId);
    // what is removed for good is not decided by what this computer remembers
    const load = options.dryRun === true ? loadIndex : loadIndexAnew;
    const repository = await load(opened, cache, signal);
    return await withCacheFaults(cache, () => prune(repository, oldIndexFiles, options, { ...job, signal }));
  } finally {
    await lock.release();
  }
}

async function prune(
  repository: IndexedRepository,
  oldIndexFiles: readonly IndexId[],
  options: PruneOptions,
  job: PruneJob,
): Promise<PruneResult> {
  const { cache, store } = repository;
  if (options.without !== undefined && options.dryRun !== true)
    throw new Error("only a dry run may pass snapshots over");
  const used = await findUsed(repository, options, job);
  try {
    const inventory = await takeInventory(store, cache, job.signal);
    try {
      return await pruneInventory(repository, inventory, oldIndexFiles, options, job);
    } finally {
      inventory.close();
    }
  } finally {
    used.close();
  }
}

async function pruneInventory(
  repository: IndexedRepository,
  inventory: PackInventory,
  oldIndexFiles: readonly IndexId[],
  options: PruneOptions,
  job: PruneJob,
): Promise<PruneResult> {
  const { cache } = repository;
  const copies = await chooseCopies(repository, job.signal);
  try {
    if (copies.missing > 0 && !mayAcceptLoss(inventory, options))
      throw unsafe("blobs-missing", copies.missing);
    const decisions = decidePacks(copies.packs, options);
    const orphans = [...inventory.packs()].filter(({ number }) => number === undefined);
    const unreferenced = {
      packs: orphans.length,
      bytes: orphans.reduce((total, { fileBytes = 0 }) => total + fileBytes, 0),
    };
    const report = pruneReport({ decisions, unused: copies.unused, unreferenced });
    job.onReport?.(report);
    if (options.dryRun === true) return { report, bytesWritten: 0 };

    const bytesWritten = await rewrite(repository, inventory, decisions, oldIndexFiles, job);
    const obsolete = [...decisions.remove, ...decisions.repack, ...orphans].map(({ id }) => id);
    await removePacks(repository, obsolete, job);
    cache.database.exec(FORGET_TREES);
    return { report, bytesWritten };
  } finally {
    copies.close();
  }
}

/** What a pack of the wrong size still has whole is saved by making the index anew, and would be lost here. */
function mayAcceptLoss(inventory: PackInventory, { acceptLoss }: PruneOptions): boolean {
  if (acceptLoss !== true) return false;
  for (const { number, fileBytes, indexedBytes } of inventory.packs())
    if (number !== undefined && fileBytes !== undefined && fileBytes !== indexedBytes) return false;
  return true;
}

/** Faults that leave open what a snapshot needs. */
const UNKNOWN_USE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "BLOB_MISSING",
  "BLOB_CORRUPT",
  "TREE_BROKEN",
  "OBJECT_MISSING",
  "OBJECT_CORRUPT",
]);

async function findUsed(
  repository: IndexedRepository,
  { without, acceptLoss }: PruneOptions,
  job: PruneJob,
): Promise<UsedBlobs> {
  const { snapshots, broken } = await loadSnapshots(repository, repository.cache, job.signal);
  if (broken.length > 0) throw unsafe("snapshot-unreadable", 0, broken[0]?.error);
  const roots = snapshots.filter(({ id }) => without?.has(id) !== true).map(({ tree }) => tree);
  try {
    return await findUsedBlobs(repository, roots, job.signal, {
      passOverMissing: acceptLoss,
      onTree: (filesDone) => job.reportProgress({ phase: "find", filesDone, bytesDone: 0 }),
    });
  } catch (error) {
    if (!(error instanceof BackstayError) || !UNKNOWN_USE.has(error.code)) throw error;
    throw unsafe("folder-unreadable", error.code === "BLOB_MISSING" ? 1 : 0, error);
  }
}

/** Repacks and replaces the index, when the index has to change at all. */
async function rewrite(
  repository: IndexedRepository,
  inventory: PackInventory,
  { repack: packs, remove }: PackDecisions,
  oldIndexFiles: readonly IndexId[],
  { signal, reportProgress }: PruneJob,
): Promise<number> {
  if (packs.length === 0 && remove.length === 0) return 0;
  const bytesTotal = packs.reduce((total, { keptBytes }) => total + keptBytes, 0);
  let filesDone = 0;
  let bytesDone = 0;
  const target = createRepackedPacks(repository, inventory, signal);
  await repack(repository, packs, inventory, target, signal, ({ keptBytes }) => {
    filesDone += 1;
    bytesDone += keptBytes;
    reportProgress({ phase: "repack", filesDone, filesTotal: packs.length, bytesDone, bytesTotal });
  });

  const dropped = new Set<PackId>([...remove, ...packs].map(({ id }) => id));
  function* remaining(): Generator<IndexedPack> {
    for (const { id, number } of inventory.packs())
      if (number !== undefined && !dropped.has(id)) yield { id, entries: inventory.entriesOf(number) };
  }
  await replaceIndex(repository, remaining(), [...oldIndexFiles, ...target.indexFiles], signal);
  return target.bytesWritten();
}

async function removePacks(
  repository: IndexedRepository,
  ids: readonly PackId[],
  { signal, reportProgress }: PruneJob,
): Promise<void> {
  let filesDone = 0;
  await removeFiles(repository, "pack", ids, signal, () => {
    filesDone += 1;
    reportProgress({ phase: "remove", filesDone, filesTotal: ids.length, bytesDone: 0 });
  });
  repository.cache.pendingPacks.remove(ids);
  await loadIndex(repository, repository.cache, signal);
}

function unsafe(reason: PruneObstacle, missing: number, cause?: unknown): BackstayError<"PRUNE_UNSAFE"> {
  return new BackstayError("PRUNE_UNSAFE", { reason, missing }, { cause });
}
