import { zstdDecompressSync } from "node:zlib";

/**
 * Unpacks a zstd frame whose plain length is known.
 *
 * The length the index promises is also the most that is ever unpacked, so that no blob can fill the memory.
 * @returns undefined when the frame is broken or holds another number of bytes
 */
export function decompressExactly(packed: Uint8Array, length: number): Buffer | undefined {
  try {
    const plain = zstdDecompressSync(packed, {
      chunkSize: Math.max(64, length + 1),
      maxOutputLength: length,
    });
    return plain.length === length ? plain : undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined; // zlib's and Node's own errors all have one
    throw error;
  }
}
