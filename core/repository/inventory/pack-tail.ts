import { BackstayError } from "../../../shared/errors.ts";
import type { PackId } from "../../../shared/ids.ts";
import type { PackHeaderFault } from "../../../shared/listing-faults.ts";
import { parsePackHeader } from "../format/pack-header.ts";
import { type PackEntry, SEAL_OVERHEAD } from "../types.ts";

/** Bytes behind the header that say how long it is. */
export const LENGTH_FIELD_BYTES = 4;

/** A pack file's end: at least the length field, and for {@link openPackTail} the whole header. */
export type PackTail = { readonly packId: PackId; readonly fileBytes: number; readonly bytes: Uint8Array };

/**
 * @returns length in bytes of the sealed header that ends the file
 * @throws {BackstayError} PACK_HEADER_BROKEN when no header of that length can be in a file of that size
 */
export function sealedHeaderLength({ packId, fileBytes, bytes }: PackTail): number {
  if (bytes.length < LENGTH_FIELD_BYTES) throw broken(packId, "too-short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(bytes.length - LENGTH_FIELD_BYTES, true);
  if (length < SEAL_OVERHEAD || length > fileBytes - LENGTH_FIELD_BYTES) {
    throw broken(packId, "length");
  }
  return length;
}

/**
 * Opens and parses the header at the end of a pack file.
 *
 * @param open gives the plaintext of sealed bytes, or undefined when they were not sealed with the repository's key
 * @returns entries in file order, which fill the file up to its header exactly
 * @throws {BackstayError} PACK_HEADER_BROKEN
 * @source restic repository format v2, "Pack Format"
 */
export function openPackTail(
  tail: PackTail,
  open: (sealed: Uint8Array) => Uint8Array | undefined,
): readonly PackEntry[] {
  const { packId, fileBytes, bytes } = tail;
  const length = sealedHeaderLength(tail);
  const end = bytes.length - LENGTH_FIELD_BYTES;
  const header = open(bytes.subarray(end - length, end));
  if (header === undefined) throw broken(packId, "seal");
  const entries = parsePackHeader(header, packId);
  const blobBytes = entries.reduce((total, entry) => total + entry.length, 0);
  if (blobBytes + length + LENGTH_FIELD_BYTES !== fileBytes) {
    throw broken(packId, "size");
  }
  return entries;
}

function broken(packId: PackId, reason: PackHeaderFault): BackstayError<"PACK_HEADER_BROKEN"> {
  return new BackstayError("PACK_HEADER_BROKEN", { packId, reason });
}
