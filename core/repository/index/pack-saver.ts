import { isBackstayError } from "../../../shared/errors.ts";
import type { IndexId, PackId } from "../../../shared/ids.ts";
import type { PackContents } from "../../catalog/blob-index.ts";
import { giveBackMemory } from "../../platform/spare-memory.ts";
import type { Store } from "../../storage/store.ts";
import { encodeIndexFile } from "../format/index-file.ts";
import { parsePackHeader } from "../format/pack-header.ts";
import type { Pack } from "../pack/pack-writer.ts";
import type { IndexedRepository } from "../repository.ts";
import type { BlobType } from "../types.ts";
import { writeDocument } from "../unpacked-files.ts";

/** Packs on their way to the store at once; more would only fill the memory. */
const PACKS_IN_FLIGHT = 3;
/** An index file is written when it names this many blobs (half of restic's limit), or this many packs (about 1 GiB). */
const BLOBS_PER_INDEX = 25_000;
const PACKS_PER_INDEX = 64;

/**
 * Stores packs and then the index files that name them. Every pack is durable before an index names it, and what a
 * crash leaves unnamed is found in the cache's journal by the next run.
 */
export type PackSaver = {
  /** True when the blob is in the repository, or on its way there. `id` is 32 bytes. */
  isKnown(type: BlobType, id: Uint8Array): boolean;
  /** Marks a blob as on its way, so that it is not stored twice. */
  claim(type: BlobType, id: Uint8Array): void;
  /**
   * Takes a pack over. Resolves when there is room for the next one.
   * @param release what becomes of the pack's memory once it is stored
   */
  save(pack: Pack, release?: (memory: Pack["bytes"]) => void): Promise<void>;
  /** Waits until everything is durable and indexed. */
  finish(): Promise<void>;
  /** Waits until nothing is under way any more, whatever came of it: only then may the lock be released. */
  settle(): Promise<void>;
  readonly stats: { packs: number; bytesStored: number; blobsStored: number };
};

/**
 * @param mayWrite resolves when the repository is surely locked; nothing is written before
 */
export function createPackSaver(
  repository: IndexedRepository,
  mayWrite: () => Promise<void>,
  signal: AbortSignal,
): PackSaver {
  const { store, cache } = repository;
  const claimed = { data: new Set<string>(), tree: new Set<string>() };
  const inFlight = new Set<Promise<void>>();
  const stats = { packs: 0, bytesStored: 0, blobsStored: 0 };
  let unindexed: PackContents[] = [];
  let unindexedBlobs = 0;
  let indexing: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | undefined;

  function throwIfFailed(): void {
    if (failure !== undefined) throw failure.error;
  }

  async function storePack(pack: Pack, release: (memory: Pack["bytes"]) => void): Promise<void> {
    await mayWrite();
    await store.write("pack", pack.id, pack.bytes, signal);
    cache.pendingPacks.add({ id: pack.id, sizeBytes: pack.bytes.length, header: pack.header });
    stats.packs += 1;
    stats.bytesStored += pack.bytes.length;
    release(pack.bytes);
    addToIndex({ id: pack.id, entries: parsePackHeader(pack.header, pack.id) });
  }

  function addToIndex(pack: PackContents): void {
    unindexed.push(pack);
    unindexedBlobs += pack.entries.length;
    stats.blobsStored += pack.entries.length;
    if (unindexedBlobs >= BLOBS_PER_INDEX || unindexed.length >= PACKS_PER_INDEX) flushIndex();
  }

  function flushIndex(): void {
    if (unindexed.length === 0) return;
    const packs = unindexed;
    unindexed = [];
    unindexedBlobs = 0;
    indexing = indexing.then(() => writeIndex(packs));
    indexing.catch((error: unknown) => {
      failure ??= { error };
    });
  }

  async function writeIndex(packs: readonly PackContents[]): Promise<void> {
    const id = (await writeDocument(repository, "index", encodeIndexFile(packs), signal)) as IndexId;
    cache.transaction(() => {
      cache.index.addIndexFile(id, packs);
      cache.pendingPacks.remove(packs.map((pack) => pack.id));
    });
    for (const pack of packs) {
      for (const entry of pack.entries)
        claimed[entry.type].delete(Buffer.from(entry.id, "hex").toString("latin1"));
    }
  }

  return {
    stats,
    isKnown: (type, id) => claimed[type].has(latin1(id)) || cache.index.hasRaw(type, id),
    claim: (type, id) => void claimed[type].add(latin1(id)),
    async save(pack, release = giveBackMemory) {
      throwIfFailed();
      const stored = storePack(pack, release);
      const done = stored
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .finally(() => inFlight.delete(done));
      inFlight.add(done);
      while (inFlight.size >= PACKS_IN_FLIGHT) await Promise.race(inFlight);
      throwIfFailed();
    },
    async finish() {
      await Promise.all(inFlight);
      throwIfFailed();
      flushIndex();
      await indexing;
      throwIfFailed();
    },
    async settle() {
      await Promise.all(inFlight);
      await Promise.allSettled([indexing]);
    },
  };
}

/**
 * Indexes the packs that an earlier run stored but did not come to index. Only under a lock: a pack that is
 * gone, or has another size, is forgotten.
 */
export async function adoptPendingPacks(repository: IndexedRepository, signal: AbortSignal): Promise<number> {
  const { cache, store } = repository;
  const packs: PackContents[] = [];
  const forgotten: PackId[] = [];
  for (const pending of cache.pendingPacks.list()) {
    // the crash came between the index file and the journal
    const isIndexed = cache.index.hasPack(pending.id);
    const size = isIndexed ? undefined : await sizeOrMissing(store, pending.id, signal);
    if (size === pending.sizeBytes)
      packs.push({ id: pending.id, entries: parsePackHeader(pending.header, pending.id) });
    else forgotten.push(pending.id);
  }
  cache.pendingPacks.remove(forgotten);
  if (packs.length === 0) return 0;
  const id = (await writeDocument(repository, "index", encodeIndexFile(packs), signal)) as IndexId;
  cache.transaction(() => {
    cache.index.addIndexFile(id, packs);
    cache.pendingPacks.remove(packs.map((pack) => pack.id));
  });
  return packs.length;
}

async function sizeOrMissing(store: Store, id: PackId, signal: AbortSignal): Promise<number | undefined> {
  try {
    return await store.size("pack", id, signal);
  } catch (error) {
    if (isBackstayError(error, "OBJECT_MISSING")) return undefined;
    throw error;
  }
}

function latin1(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.length).toString("latin1");
}
