import type { PackId } from "../../../shared/ids.ts";
import { openRepositoryCache, type RepositoryCache } from "../../catalog/repository-cache.ts";
import type { JobProgress } from "../../jobs/job.ts";
import { loadIndex } from "../index/load-index.ts";
import { withCacheFaults } from "../inventory/cache-faults.ts";
import { loadDamagedIndex } from "../inventory/load-damaged-index.ts";
import { type InventoriedPack, takeInventory } from "../inventory/pack-inventory.ts";
import { replaceIndex } from "../inventory/replace-index.ts";
import { isBadSpot } from "../inventory/unreadable.ts";
import { acquireLock } from "../lock/lock.ts";
import type { Repository } from "../repository.ts";
import { type Caches, collectPacks, type LeftOutPack, type Trust } from "./collect-packs.ts";

export type RebuildOptions = {
  /** Believe no index file, not even those that look right, and read every byte of the repository. */
  readonly readAllPacks?: boolean | undefined;
  /** Packs to believe no index file about, such as those a check found damage in. What cannot be read of them, for whatever reason, is lost. */
  readonly doubtedPacks?: ReadonlySet<PackId> | undefined;
};

export type RebuildJob = {
  readonly signal: AbortSignal;
  /** Phases: `index`, then `packs`, in which `files` are packs read in full. */
  reportProgress(progress: JobProgress): void;
};

export type RebuildResult = {
  /** Packs the index names now. */
  readonly packs: number;
  /** Packs that were read in full because no index file could be believed about them. */
  readonly packsRead: number;
  /** Packs the old index named that are not in the store. */
  readonly packsForgotten: readonly PackId[];
  /** Packs left out because they are damaged; the files stay where they are. */
  readonly problems: readonly LeftOutPack[];
  /** Blobs that the old index or a damaged pack named, and of which no whole copy was found. */
  readonly lostBlobs: number;
  readonly indexFilesWritten: number;
  readonly indexFilesRemoved: number;
};

/**
 * Makes the index anew from what is there: what readable index files say is kept where it fits the pack's size, all other packs
 * are read in full, because what is named once more would never be stored again. Of a damaged pack, what is whole is copied into
 * new packs and the rest is named no longer: a backup of sources that still have it stores it again. The new index is complete
 * before the old one is removed, so it can be stopped at any moment.
 *
 * @param cache is brought up to the new index; trees it remembers take the place of damaged ones
 * @throws {BackstayError} REPOSITORY_LOCKED, and what the store throws: a pack that cannot be read for the moment must not
 * drop out of the index, unless it was named, or the disk says that it has bad spots there
 */
export async function rebuildIndex(
  repository: Repository,
  cache: RepositoryCache,
  options: RebuildOptions,
  job: RebuildJob,
): Promise<RebuildResult> {
  const scratch = openRepositoryCache(undefined, repository.id);
  try {
    const lock = await acquireLock(repository, { exclusive: true }, job.signal);
    const signal = AbortSignal.any([job.signal, lock.signal]);
    try {
      return await withCacheFaults(scratch, () =>
        rebuild(repository, { cache, scratch }, options, lock.confirmed, { ...job, signal }),
      );
    } finally {
      await lock.release();
    }
  } finally {
    scratch.close();
  }
}

async function rebuild(
  repository: Repository,
  caches: Caches,
  options: RebuildOptions,
  confirmLock: () => Promise<void>,
  job: RebuildJob,
): Promise<RebuildResult> {
  job.reportProgress({ phase: "index", filesDone: 0, bytesDone: 0 });
  const { cache, scratch } = caches;
  const old = await loadDamagedIndex(repository, scratch, job.signal);
  const inventory = await takeInventory(repository.store, scratch, job.signal);
  const doubted = new Set(old.contradicted);
  const named = options.doubtedPacks ?? new Set<PackId>();
  const isBelieved = (pack: InventoriedPack) =>
    options.readAllPacks !== true && fits(pack) && !doubted.has(pack.id) && !named.has(pack.id);
  await confirmLock();

  const badSpots = createBadSpots();
  const trust: Trust = {
    isBelieved,
    isPassedOver: ({ id }, error) => named.has(id) || badSpots.isBad(id, error),
    confirm: badSpots.confirm,
  };
  const { counts, packs } = collectPacks(repository, inventory, caches, trust, job);
  const written = await replaceIndex(repository, packs, old.files, job.signal);
  cache.pendingPacks.remove(cache.pendingPacks.list().map(({ id }) => id)); // what is whole of them is indexed now
  await loadIndex(repository, cache, job.signal);
  return { ...counts, indexFilesWritten: written.length, indexFilesRemoved: old.files.length };
}

/** Packs with bad spots that say nothing about the rest of the disk. */
const FEW_BAD_PACKS = 8;

/**
 * A disk with bad sectors says so of some packs. One that was pulled out, or is dying, says it of most, and then the index must stay as
 * it is.
 */
function createBadSpots() {
  const bad = new Map<PackId, unknown>();
  return {
    isBad(pack: PackId, error: unknown): boolean {
      if (!isBadSpot(error)) return false;
      if (!bad.has(pack)) bad.set(pack, error);
      return true;
    },
    confirm(packsRead: number): void {
      const [first] = bad.values();
      if (bad.size > FEW_BAD_PACKS && bad.size * 2 > packsRead) throw first;
    },
  };
}

function fits(pack: InventoriedPack): boolean {
  return pack.number !== undefined && pack.fileBytes === pack.indexedBytes && !pack.hasGaps;
}
