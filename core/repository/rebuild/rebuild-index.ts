import { isBackstayError } from "../../../shared/errors.ts";
import type { PackId } from "../../../shared/ids.ts";
import { openRepositoryCache, type RepositoryCache } from "../../catalog/repository-cache.ts";
import type { JobProgress } from "../../jobs/job.ts";
import type { IndexedPack } from "../format/index-file.ts";
import { loadIndex } from "../index/load-index.ts";
import { withCacheFaults } from "../inventory/cache-faults.ts";
import { forEachAtOnce } from "../inventory/for-each-at-once.ts";
import { loadDamagedIndex } from "../inventory/load-damaged-index.ts";
import { type InventoriedPack, type PackInventory, takeInventory } from "../inventory/pack-inventory.ts";
import { replaceIndex } from "../inventory/replace-index.ts";
import { acquireLock } from "../lock/lock.ts";
import type { Repository } from "../repository.ts";
import { readPackHeader } from "./read-pack-header.ts";
import { salvagePack } from "./salvage-pack.ts";

export type RebuildOptions = {
  /** Believe no index file, not even those that look right. */
  readonly readAllPacks?: boolean | undefined;
};

export type RebuildJob = {
  readonly signal: AbortSignal;
  /** Phases: `index`, then `packs`, in which `files` are packs whose header is read. */
  reportProgress(progress: JobProgress): void;
};

export type RebuildResult = {
  /** Packs the index names now. */
  readonly packs: number;
  /** Packs that were read because no index file could be believed about them. */
  readonly packsRead: number;
  /** Packs the old index named that are not in the store. */
  readonly packsForgotten: readonly PackId[];
  /** Packs left out because their header is broken; the files stay where they are. */
  readonly problems: readonly BrokenHeader[];
  readonly indexFilesWritten: number;
  readonly indexFilesRemoved: number;
};

/** A pack that cannot say what is in it. What the old index knew of it, and was whole, has been copied into new packs. */
export type BrokenHeader = {
  readonly packId: PackId;
  readonly reason: string;
  readonly savedBlobs: number;
  /** Blobs the old index named that are damaged; the rest of the pack nobody knows. */
  readonly lostBlobs: number;
};

const HEADERS_AT_ONCE = 8;
/** Packs whose headers are held at once. */
const HEADERS_PER_BATCH = 32;

/**
 * Makes the index anew from what is there: what readable index files say is kept where it fits the pack's size, all other packs
 * are asked themselves. Of a pack that cannot answer, what the old index knew and is whole is copied into new packs. The new index is complete before the old one is removed, so it can be stopped at any moment.
 *
 * @param cache is brought up to the new index
 * @throws {BackstayError} REPOSITORY_LOCKED, and what the store throws: a pack that cannot be read for the moment must not
 * drop out of the index
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
  { cache, scratch }: { readonly cache: RepositoryCache; readonly scratch: RepositoryCache },
  options: RebuildOptions,
  confirmLock: () => Promise<void>,
  job: RebuildJob,
): Promise<RebuildResult> {
  job.reportProgress({ phase: "index", filesDone: 0, bytesDone: 0 });
  const old = await loadDamagedIndex(repository, scratch, job.signal);
  const inventory = await takeInventory(repository.store, scratch, job.signal);
  const doubted = new Set(old.contradicted);
  const isBelieved = (pack: InventoriedPack) =>
    options.readAllPacks !== true && fits(pack) && !doubted.has(pack.id);
  await confirmLock();

  const { counts, packs } = collectPacks(repository, inventory, isBelieved, job);
  const written = await replaceIndex(repository, packs, old.files, job.signal);
  cache.pendingPacks.remove(cache.pendingPacks.list().map(({ id }) => id)); // what is whole of them is indexed now
  await loadIndex(repository, cache, job.signal);
  return { ...counts, indexFilesWritten: written.length, indexFilesRemoved: old.files.length };
}

function fits(pack: InventoriedPack): boolean {
  return pack.number !== undefined && pack.fileBytes === pack.indexedBytes && !pack.hasGaps;
}

type Counts = { -readonly [K in "packs" | "packsRead"]: number } & {
  readonly packsForgotten: PackId[];
  readonly problems: BrokenHeader[];
};

/** @returns what the new index is to name, and counts that are complete when all of it was taken */
function collectPacks(
  repository: Repository,
  inventory: PackInventory,
  isBelieved: (pack: InventoriedPack) => boolean,
  { signal, reportProgress }: RebuildJob,
): { readonly counts: Counts; readonly packs: AsyncIterable<IndexedPack> } {
  const counts: Counts = { packs: 0, packsRead: 0, packsForgotten: [], problems: [] };

  async function readHeaders(batch: readonly InventoriedPack[]): Promise<readonly IndexedPack[]> {
    const found: IndexedPack[] = [];
    const broken: { readonly pack: InventoriedPack; readonly reason: string }[] = [];
    await forEachAtOnce(batch, HEADERS_AT_ONCE, async (pack) => {
      const { id, fileBytes = 0 } = pack;
      counts.packsRead += 1;
      reportProgress({ phase: "packs", filesDone: counts.packsRead, bytesDone: 0 });
      try {
        found.push({ id, entries: await readPackHeader(repository, id, fileBytes, signal) });
      } catch (error) {
        if (!isBackstayError(error, "PACK_HEADER_BROKEN")) throw error;
        broken.push({ pack, reason: error.details.reason });
      }
    });
    for (const { pack, reason } of broken) found.push(...(await salvage(pack, reason)));
    return found;
  }

  async function salvage(
    { id, number, fileBytes = 0 }: InventoriedPack,
    reason: string,
  ): Promise<readonly IndexedPack[]> {
    const entries = number === undefined ? [] : inventory.entriesOf(number);
    const { packs, savedBlobs } = await salvagePack(repository, { id, fileBytes, entries }, signal);
    counts.problems.push({ packId: id, reason, savedBlobs, lostBlobs: entries.length - savedBlobs });
    return packs;
  }

  async function* collect(): AsyncGenerator<IndexedPack> {
    let doubtful: InventoriedPack[] = [];
    for (const pack of inventory.packs()) {
      if (pack.fileBytes === undefined) counts.packsForgotten.push(pack.id);
      else if (pack.number !== undefined && isBelieved(pack))
        yield { id: pack.id, entries: inventory.entriesOf(pack.number) };
      else doubtful.push(pack);
      if (doubtful.length < HEADERS_PER_BATCH) continue;
      yield* await readHeaders(doubtful);
      doubtful = [];
    }
    yield* await readHeaders(doubtful);
  }

  async function* count(): AsyncGenerator<IndexedPack> {
    for await (const pack of collect()) {
      counts.packs += 1;
      yield pack;
    }
  }

  return { counts, packs: count() };
}
