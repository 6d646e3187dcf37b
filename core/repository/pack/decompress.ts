import { openZstd } from "../../platform/zstd.ts";

/** Content that is decompressed again and again, kept by each thread; what is longer gets memory of its own. */
const SCRATCH_BYTES = 8 * 1024 * 1024;
/** No tree and no chunk is as long; a length beyond this is a lie that would cost the memory it names. */
const LONGEST_BYTES = 1024 * 1024 * 1024;
let scratch: Uint8Array<ArrayBuffer> | undefined;

/**
 * Unpacks a zstd frame whose plain length is known.
 *
 * The length the index promises is also the most that is ever unpacked, so that no blob can fill the memory.
 * @returns the content, valid until the next call; undefined when the frame is broken or holds another number of bytes
 */
export function decompressExactly(packed: Uint8Array, length: number): Uint8Array | undefined {
  if (length > LONGEST_BYTES) return undefined;
  const target = targetOf(length);
  return openZstd().decompress(packed, target) === length ? target : undefined;
}

function targetOf(length: number): Uint8Array {
  if (length > SCRATCH_BYTES) return new Uint8Array(length);
  scratch ??= new Uint8Array(SCRATCH_BYTES);
  return scratch.subarray(0, length);
}
