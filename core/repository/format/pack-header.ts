import { BackstayError } from "../../../shared/errors.ts";
import { type BlobId, isFullId, type PackId } from "../../../shared/ids.ts";
import { type PackEntry, SEAL_OVERHEAD } from "../types.ts";

const PLAIN_ENTRY_BYTES = 37;
const COMPRESSED_ENTRY_BYTES = 41;
const ID_BYTES = 32;

/** A type byte is the sum of these two; `data`, uncompressed, is 0. */
const TREE_BIT = 1;
const COMPRESSED_BIT = 2;

/**
 * Reads the header of one pack file, already decrypted.
 *
 * @param header entries back to back: 37 bytes each when plain, 41 when compressed
 * @param packId for errors
 * @returns entries in file order; `offset` and `length` are bytes from the start of the pack
 * @throws {BackstayError} PACK_HEADER_BROKEN if it ends inside an entry, a type byte is unknown, a blob is too short to be
 *   sealed, or a compressed one is said to hold nothing
 * @source restic repository format v2, "Pack Format"
 */
export function parsePackHeader(header: Uint8Array, packId: PackId): readonly PackEntry[] {
  const buffer = Buffer.from(header.buffer, header.byteOffset, header.byteLength);
  const broken = (problem: string) =>
    new BackstayError("PACK_HEADER_BROKEN", { packId, reason: "entry" }, { cause: new Error(problem) });
  const entries: PackEntry[] = [];
  let blobOffset = 0;
  for (let at = 0; at < buffer.length; ) {
    const type = buffer.readUInt8(at);
    if (type > TREE_BIT + COMPRESSED_BIT)
      throw broken(`entry ${entries.length} has the unknown type ${type}`);
    const isCompressed = (type & COMPRESSED_BIT) !== 0;
    const end = at + (isCompressed ? COMPRESSED_ENTRY_BYTES : PLAIN_ENTRY_BYTES);
    if (end > buffer.length) throw broken(`it ends inside entry ${entries.length}`);
    const length = buffer.readUInt32LE(at + 1);
    const uncompressedLength = isCompressed ? buffer.readUInt32LE(at + 5) : 0;
    if (length < SEAL_OVERHEAD) throw broken(`entry ${entries.length} is only ${length} bytes long`);
    // An uncompressed length of 0 means "not compressed" everywhere else, so this entry would contradict itself.
    if (isCompressed && uncompressedLength === 0) throw broken(`entry ${entries.length} holds nothing`);
    entries.push({
      id: buffer.toString("hex", end - ID_BYTES, end) as BlobId,
      type: (type & TREE_BIT) !== 0 ? "tree" : "data",
      offset: blobOffset,
      length,
      uncompressedLength,
    });
    blobOffset += length;
    at = end;
  }
  return entries;
}

/** Length in bytes of the header for these entries, before it is sealed. */
export function packHeaderLength(entries: readonly PackEntry[]): number {
  return entries.reduce((total, entry) => total + entryBytes(entry), 0);
}

/**
 * @param entries all blobs of the pack in file order, without gaps; `offset` is not written, readers add the lengths up
 * @returns the header, to be sealed and followed by its sealed length
 */
export function encodePackHeader(entries: readonly PackEntry[]): Uint8Array<ArrayBuffer> {
  const header = Buffer.alloc(packHeaderLength(entries));
  let at = 0;
  for (const entry of entries) {
    const end = at + entryBytes(entry);
    const isCompressed = entry.uncompressedLength !== 0;
    header.writeUInt8((entry.type === "tree" ? TREE_BIT : 0) + (isCompressed ? COMPRESSED_BIT : 0), at);
    header.writeUInt32LE(entry.length, at + 1);
    if (isCompressed) header.writeUInt32LE(entry.uncompressedLength, at + 5);
    // Buffer.write stops silently at the first character that is no hex digit.
    if (!isFullId(entry.id)) throw new TypeError(`not a blob id: ${entry.id}`);
    header.write(entry.id, end - ID_BYTES, "hex");
    at = end;
  }
  return header;
}

function entryBytes({ uncompressedLength }: PackEntry): number {
  return uncompressedLength === 0 ? PLAIN_ENTRY_BYTES : COMPRESSED_ENTRY_BYTES;
}
