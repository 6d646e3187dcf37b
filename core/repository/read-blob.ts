import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import { sha256 } from "./pack/blob-codec.ts";
import { decompressExactly } from "./pack/decompress.ts";
import type { IndexedRepository } from "./repository.ts";
import type { BlobLocation, BlobType } from "./types.ts";

/**
 * Reads one blob, from whichever of its places still has it whole. For single blobs and trees; what reads many goes through
 * packs.
 *
 * @throws {BackstayError} BLOB_MISSING when the index does not know it; the last place's error when none is whole
 */
export async function readBlob(
  repository: IndexedRepository,
  type: BlobType,
  id: BlobId,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  let failure: unknown;
  for await (const place of placesOf(repository, type, id)) {
    try {
      return await readPlace(repository, place, signal);
    } catch (error) {
      if (!(error instanceof BackstayError) || error.code === "CANCELLED") throw error;
      failure = error;
    }
  }
  throw failure ?? new BackstayError("BLOB_MISSING", { blobId: id, blobType: type });
}

/** Those by other indexes come last, and are only looked up when none of the others was whole. */
async function* placesOf(
  { cache, otherIndexes, indexesBeside = otherIndexes }: IndexedRepository,
  type: BlobType,
  id: BlobId,
): AsyncGenerator<BlobLocation> {
  const own = cache.index.locate(type, id);
  yield* own;
  if (indexesBeside === undefined) return;
  const tried = new Set(own.map(nameOf));
  for (const { index } of await indexesBeside())
    for (const place of index.locate(type, id)) {
      if (tried.has(nameOf(place))) continue;
      tried.add(nameOf(place));
      yield place;
    }
}

function nameOf({ packId, offset, length, uncompressedLength }: BlobLocation): string {
  return `${packId}:${offset}:${length}:${uncompressedLength}`;
}

async function readPlace(
  repository: IndexedRepository,
  place: BlobLocation,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { packId, offset, length } = place;
  const { store } = repository;
  for (;;) {
    const sealed = await store.read("pack", packId, { offset, length }, signal);
    try {
      return openPlace(repository, place, sealed);
    } catch (error) {
      const isElsewhere =
        isBackstayError(error, "BLOB_CORRUPT") && store.doubtOf?.(sealed)?.({ offset, length });
      if (isElsewhere !== true) throw error;
    }
  }
}

/**
 * Opens what was read from one place of a blob, and proves it.
 * @throws {BackstayError} BLOB_CORRUPT
 */
export function openPlace(
  repository: Pick<IndexedRepository, "sealedBytes">,
  place: BlobLocation,
  sealed: Uint8Array,
): Uint8Array {
  const { id: blobId, packId, uncompressedLength } = place;
  const stored = repository.sealedBytes.open(sealed);
  if (stored === undefined) throw new BackstayError("BLOB_CORRUPT", { blobId, packId, reason: "mac" });
  const plain = uncompressedLength === 0 ? stored : decompressExactly(stored, uncompressedLength)?.slice();
  if (plain === undefined) throw new BackstayError("BLOB_CORRUPT", { blobId, packId, reason: "compression" });
  if (sha256(plain).toString("hex") !== blobId) {
    throw new BackstayError("BLOB_CORRUPT", { blobId, packId, reason: "hash" });
  }
  return plain;
}

/** The JSON of a tree, from this machine's cache if it is there. */
export async function readTree(
  repository: IndexedRepository,
  id: BlobId,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const cached = repository.cache.trees.json(id);
  if (cached !== undefined) return cached;
  const json = await readBlob(repository, "tree", id, signal);
  repository.cache.trees.put(id, json);
  return json;
}
