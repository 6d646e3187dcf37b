import { BackstayError, type CorruptReason } from "../../../shared/errors.ts";
import type { PackId } from "../../../shared/ids.ts";
import { isLostForGood } from "../inventory/unreadable.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { decompressExactly } from "../pack/decompress.ts";
import type { IndexedRepository, Repository } from "../repository.ts";
import type { BlobLocation, PackEntry } from "../types.ts";

/** A blob that was opened and found right, as it is stored. */
export type ProvenBlob = { readonly entry: PackEntry; readonly sealed: Uint8Array };

/**
 * Proves a blob that is to be stored anew. When it is damaged, other packs may have a whole copy.
 *
 * @param sealed the blob's bytes, read from `packId`; undefined when that cannot give them
 * @throws {BackstayError} BLOB_CORRUPT when no copy is whole, or what the store throws
 */
export async function proveSealed(
  repository: IndexedRepository,
  packId: PackId,
  entry: PackEntry,
  sealed: Uint8Array | undefined,
  signal: AbortSignal,
): Promise<ProvenBlob> {
  const reason = sealed === undefined ? undefined : whatIsWrong(repository, entry, sealed);
  if (sealed !== undefined && reason === undefined) return { entry, sealed };
  for (const place of repository.cache.index.locate(entry.type, entry.id)) {
    if (place.packId === packId && place.offset === entry.offset) continue;
    const copy = await readCopy(repository, place, signal);
    if (copy !== undefined && whatIsWrong(repository, place, copy) === undefined)
      return { entry: place, sealed: copy };
  }
  throw new BackstayError("BLOB_CORRUPT", { blobId: entry.id, packId, reason: reason ?? "unreadable" });
}

/** Reads a blob as it is stored. @returns undefined when the pack is gone or cut short, or the medium has a bad spot there */
export async function readCopy(
  { store }: Repository,
  { packId, offset, length }: BlobLocation,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  try {
    return await store.read("pack", packId, { offset, length }, signal);
  } catch (error) {
    if (isLostForGood(error)) return undefined;
    throw error;
  }
}

/** @returns why the sealed bytes are not the blob they should be; undefined when they are */
export function whatIsWrong(
  { sealedBytes }: Pick<Repository, "sealedBytes">,
  { id, uncompressedLength }: PackEntry,
  sealed: Uint8Array,
): CorruptReason | undefined {
  const stored = sealedBytes.open(sealed);
  if (stored === undefined) return "mac";
  const plain = uncompressedLength === 0 ? stored : decompressExactly(stored, uncompressedLength);
  if (plain === undefined) return "compression";
  return sha256(plain).toString("hex") === id ? undefined : "hash";
}
