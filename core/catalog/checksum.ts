/**
 * Rows of a cache with a checksum: SQLite has none, and what a failing disk changes without a word would go into the next
 * snapshot, index or choice of what to forget.
 */
import { crc32 } from "node:zlib";

const CHECKSUM_BYTES = 4;

/** @returns the bytes followed by their CRC-32 */
export function withChecksum(bytes: Uint8Array): Uint8Array {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(crc32(bytes));
  return Buffer.concat([bytes, checksum]);
}

/** @returns the bytes without their checksum; undefined when they are not what they were */
export function withoutChecksum(stored: Uint8Array): Buffer | undefined {
  const buffer = Buffer.from(stored.buffer, stored.byteOffset, stored.length);
  const end = buffer.length - CHECKSUM_BYTES;
  if (end < 0) return undefined;
  const bytes = buffer.subarray(0, end);
  return crc32(bytes) === buffer.readUInt32LE(end) ? bytes : undefined;
}
