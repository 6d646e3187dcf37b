import { availableParallelism } from "node:os";
import { isBackstayError } from "../../../shared/errors.ts";
import { openRepositoryCache, type RepositoryCache } from "../../catalog/repository-cache.ts";
import type { JobProgress } from "../../jobs/job.ts";
import { withCacheFaults } from "../inventory/cache-faults.ts";
import { loadDamagedIndex } from "../inventory/load-damaged-index.ts";
import { type InventoriedPack, type PackInventory, takeInventory } from "../inventory/pack-inventory.ts";
import { examineKeys } from "../keys/examine-keys.ts";
import { lockForReading } from "../lock/lock-for-reading.ts";
import { workUnderLock } from "../lock/work-under-lock.ts";
import type { Repository } from "../repository.ts";
import { loadSnapshots } from "../snapshots/load-snapshots.ts";
import type { CheckResult } from "./check-result.ts";
import { findForged } from "./find-forged.ts";
import { findLostEntries } from "./find-lost-entries.ts";
import { createFindings, type Findings } from "./findings.ts";
import { isFoundInOrphans } from "./found-in-orphans.ts";
import { createLostBlobs, type LostBlobs } from "./lost-blobs.ts";
import { readPacks } from "./read-packs.ts";
import { type ReadData, selectPacks } from "./select-packs.ts";
import { createTreeGraph, type TreeGraph } from "./tree-graph.ts";

export type CheckOptions = {
  readonly readData: ReadData;
  /** Worker threads; the default is one per processor, at most four. */
  readonly threads?: number | undefined;
  /** Do not even try to lock the repository. */
  readonly withoutLock?: boolean | undefined;
};

export type CheckJob = {
  readonly signal: AbortSignal;
  /** Phases: `index`; `packs`, in which `files` are packs; after damage `lost`, in which they are folders whose content is looked for. */
  reportProgress(progress: JobProgress): void;
  /** Called when the repository cannot be locked, because nothing may be written there. */
  onWithoutLock?(): void;
  /** Told why the lock could not be removed after all was checked. */
  readonly onLockLeft?: (reason: unknown) => void;
};

const MAX_THREADS = 4;

/**
 * Checks that everything snapshots need is there and whole. Damage is a problem in the result and does not end the check.
 *
 * Nothing this computer remembers about the repository is believed: index, snapshots and trees are read from the store.
 *
 * @throws {BackstayError} REPOSITORY_LOCKED, and what the store throws when it fails as a whole
 */
export async function runCheck(
  repository: Repository,
  options: CheckOptions,
  job: CheckJob,
): Promise<CheckResult> {
  const scratch = openRepositoryCache(undefined, repository.id);
  const checkUntil = (signal: AbortSignal) =>
    withCacheFaults(scratch, () => check(repository, scratch, options, { ...job, signal }));
  try {
    if (options.withoutLock === true) return await checkUntil(job.signal);
    const lock = await lockForReading(repository, job.signal, job.onWithoutLock);
    if (lock === undefined) return await checkUntil(job.signal);
    const work = () => checkUntil(AbortSignal.any([job.signal, lock.signal]));
    return await workUnderLock(lock, work, job.onLockLeft);
  } finally {
    scratch.close();
  }
}

async function check(
  repository: Repository,
  scratch: RepositoryCache,
  options: CheckOptions,
  { signal, reportProgress }: CheckJob,
): Promise<CheckResult> {
  const findings = createFindings();
  reportProgress({ phase: "index", filesDone: 0, bytesDone: 0 });
  // snapshots before the index: what a backup at work adds meanwhile is then needed by no snapshot we know
  const { snapshots, broken } = await loadSnapshots(repository, scratch, signal);
  for (const { id: snapshotId, error } of broken) {
    const reason = isBackstayError(error, "OBJECT_CORRUPT") ? error.details.reason : "schema";
    findings.problem({ code: "snapshot-broken", snapshotId, reason });
  }
  const index = await loadDamagedIndex(repository, scratch, signal);
  for (const { id: indexId, error } of index.broken)
    findings.problem({ code: "index-broken", indexId, reason: error.details.reason });
  for (const packId of index.contradicted) findings.problem({ code: "index-contradictory", packId });
  for (const packId of index.repeated) findings.note({ code: "pack-indexed-twice", packId });

  const keys = await examineKeys(repository.store, signal);
  for (const { id: keyId, reason } of keys.broken) findings.problem({ code: "key-broken", keyId, reason });

  const inventory = await takeInventory(repository.store, scratch, signal);
  const lost = createLostBlobs(scratch);
  const { files, readable, orphans } = comparePacks(inventory, findings, lost);
  const graph = createTreeGraph(scratch);
  graph.addRoots(snapshots.map(({ tree }) => tree));
  const packs = selectPacks(readable, options.readData, Math.random);
  const bytesRead = await verifyPacks({
    repository,
    inventory,
    packs,
    graph,
    findings,
    lost,
    options,
    signal,
    reportProgress,
  });

  const trees = graph.finish();
  lost.finish();
  for (const problem of trees.problems()) findings.problem(problem);
  for (const note of trees.notes()) findings.note(note);
  const indexed = { ...repository, cache: scratch, isIndexed: true } as const;
  const found = await findLostEntries(indexed, snapshots, lost, signal, (filesDone, filesTotal) =>
    reportProgress({ phase: "lost", filesDone, filesTotal, bytesDone: 0 }),
  );
  return {
    ...findings.result(await isFoundInOrphans(repository, orphans, lost, signal)),
    lost: found.lost,
    suggestBackup: found.mayComeBack,
    forged: findForged(scratch, snapshots),
    keys: keys.count,
    snapshots: snapshots.length + broken.length,
    indexFiles: index.files.length,
    packs: files,
    trees: trees.count,
    packsRead: packs.length,
    bytesRead,
  };
}

/** @returns how many files there are, the packs that are both in the index and in the store, and those no index names */
function comparePacks(
  inventory: PackInventory,
  findings: Findings,
  lost: LostBlobs,
): {
  readonly files: number;
  readonly readable: readonly InventoriedPack[];
  readonly orphans: readonly InventoriedPack[];
} {
  const readable: InventoriedPack[] = [];
  const orphans: InventoriedPack[] = [];
  let files = 0;
  for (const pack of inventory.packs()) {
    const { id: packId, number, fileBytes, indexedBytes, blobs, treeBlobs } = pack;
    if (fileBytes !== undefined) files += 1;
    if (fileBytes === undefined) {
      if (blobs > 0) findings.problem({ code: "pack-missing", packId, blobs });
      if (number !== undefined) lost.addPack(number, 0);
      continue;
    }
    if (number === undefined) {
      findings.note({ code: "pack-orphaned", packId, sizeBytes: fileBytes });
      orphans.push(pack);
      continue;
    }
    if (fileBytes !== indexedBytes) {
      const [expectedBytes, actualBytes] = [indexedBytes, fileBytes];
      findings.problem({ code: "pack-size-wrong", packId, expectedBytes, actualBytes });
      lost.addPack(number, fileBytes);
    } else if (pack.hasGaps) findings.problem({ code: "index-wrong", packId });
    if (treeBlobs > 0 && treeBlobs < blobs) findings.note({ code: "pack-mixed", packId });
    readable.push(pack);
  }
  return { files, readable, orphans };
}

async function verifyPacks(work: {
  readonly repository: Repository;
  readonly inventory: PackInventory;
  readonly packs: readonly InventoriedPack[];
  readonly graph: TreeGraph;
  readonly findings: Findings;
  readonly lost: LostBlobs;
  readonly options: CheckOptions;
  readonly signal: AbortSignal;
  readonly reportProgress: CheckJob["reportProgress"];
}): Promise<number> {
  const { repository, inventory, packs, graph, findings, lost, options, signal } = work;
  const bytesTotal = packs.reduce((total, { fileBytes = 0 }) => total + fileBytes, 0);
  let filesDone = 0;
  let bytesDone = 0;

  function advance(bytes: number): void {
    filesDone += 1;
    bytesDone += bytes;
    work.reportProgress({ phase: "packs", filesDone, filesTotal: packs.length, bytesDone, bytesTotal });
  }

  await readPacks({
    repository,
    inventory,
    packs,
    threads: options.threads ?? Math.min(MAX_THREADS, availableParallelism()),
    signal,
    onReport(report) {
      for (const problem of report.problems) {
        findings.problem(problem);
        if (problem.code === "blob-corrupt") lost.addBlob(problem.packId, problem.blobType, problem.blobId);
      }
      for (const tree of report.trees) graph.add(tree);
      advance(report.sizeBytes);
    },
    onUnreadable({ id: packId, number, fileBytes = 0 }, errorCode) {
      if (number !== undefined) lost.addPack(number, 0);
      findings.problem({ code: "pack-unreadable", packId, errorCode });
      advance(fileBytes);
    },
  });
  return bytesDone;
}
