/**
 * Finds content-defined chunk boundaries exactly as restic does.
 *
 * restic skips the first 512 KiB - 64 bytes of a chunk and starts with a single 1 in an otherwise empty window. By the
 * time a cut is allowed, 64 real bytes have pushed that 1 out again. A cut therefore depends on nothing but the 64
 * bytes before it, and the scan may start, stop and be dealt out to lanes anywhere.
 */
import { FOLD_TABLE, LEAVE_TABLE } from "./layout";
import { BLOCK_BYTES, LANES, scanLanes } from "./rabin-lanes";
import { DEGREE, WINDOW_BYTES } from "./rabin-tables";

const MIN_CHUNK: u32 = 512 * 1024;
const MAX_CHUNK: u32 = 8 * 1024 * 1024;
const CUT_MASK: u64 = (1 << 20) - 1;

/** Bytes per lane in a full round. An odd number of cache lines, so that 16 lanes do not share one cache set. */
const STRIDE: u32 = 65 * 64;
/** Below this, warming the lanes up costs more than they save. */
const SHORTEST_STRIDE: u32 = 64;

@inline
function step(digest: u64, leaving: u32, coming: u32): u64 {
  const overflow = (digest >> (DEGREE - 8)) as u32;
  return (
    ((digest << 8) | coming) ^ load<u64>(overflow << 3, FOLD_TABLE) ^ load<u64>(leaving << 3, LEAVE_TABLE)
  );
}

/**
 * One position at a time: for what is too short for lanes.
 * @returns offset just behind the first byte from `from` on that ends a chunk, or -1
 */
function scanSingly(from: u32, to: u32): i32 {
  let digest: u64 = 0;
  for (let at = from - WINDOW_BYTES; at < from; at++) digest = step(digest, 0, load<u8>(at));
  for (let at = from; at < to; at++) {
    digest = step(digest, load<u8>(at - WINDOW_BYTES), load<u8>(at));
    if ((digest & CUT_MASK) == 0) return at + 1;
  }
  return -1;
}

/**
 * @param start offset of the chunk's first byte
 * @param end offset just behind the last byte available
 * @param atEnd whether the file ends at `end`
 * @param scanned bytes from `start` in which an earlier call found no cut
 * @returns offset just behind the chunk's last byte, or -1 when the chunk goes on behind `end`
 */
export function findCut(start: u32, end: u32, atEnd: bool, scanned: u32): i32 {
  const last = min(end, start + MAX_CHUNK);
  let at = start + max(MIN_CHUNK - 1, scanned);
  while (at < last) {
    const stride = min(STRIDE, ((last - at) / LANES) & ~(BLOCK_BYTES - 1));
    if (stride < SHORTEST_STRIDE) {
      const cut = scanSingly(at, last);
      if (cut >= 0) return cut;
      break;
    }
    const hit = scanLanes(at, stride);
    if (hit >= 0) return scanSingly(hit, hit + BLOCK_BYTES);
    at += LANES * stride;
  }
  if (end - start >= MAX_CHUNK) return start + MAX_CHUNK;
  return atEnd ? end : -1;
}
