/**
 * The Rabin scan, 16 positions at a time. A fingerprint depends on the last 64 bytes alone, so a stretch of a file is
 * dealt out to 16 lanes, one per byte of a vector register, each of which warms up on the 64 bytes before its part.
 *
 * The state of all lanes is held in seven byte planes: plane 0 the lowest byte of each lane's fingerprint, shifted up by
 * three (see rabin-tables.ts). Multiplying by x^8 is then only a renaming of planes.
 */
import { LANE_BLOCK, LANE_SCRATCH, LANE_WINDOWS, NIBBLE_TABLES } from "./layout";
import { WINDOW_BYTES } from "./rabin-tables";

export const LANES: u32 = 16;
/** Positions that each lane advances between two looks at what was found. */
export const BLOCK_BYTES: u32 = 16;

/** Interleaves rows i, i+4, i+8, i+12 twice: half of turning a 16 by 16 block of bytes round. */
@inline
function interleave(a: v128, b: v128, c: v128, d: v128, target: u32): void {
  const evenLow = v128.shuffle<u8>(a, c, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const evenHigh = v128.shuffle<u8>(a, c, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const oddLow = v128.shuffle<u8>(b, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const oddHigh = v128.shuffle<u8>(b, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  v128.store(target, v128.shuffle<u8>(evenLow, oddLow, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  v128.store(target, v128.shuffle<u8>(evenLow, oddLow, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 16);
  v128.store(target, v128.shuffle<u8>(evenHigh, oddHigh, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23), 32);
  v128.store(target, v128.shuffle<u8>(evenHigh, oddHigh, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31), 48);
}

/** Gathers the next 16 bytes of every lane so that vector k holds byte k of each. */
@inline
function gather(from: u32, stride: u32): void {
  for (let row: u32 = 0; row < 4; row++) {
    const lane = from + row * stride;
    interleave(
      v128.load(lane),
      v128.load(lane + 4 * stride),
      v128.load(lane + 8 * stride),
      v128.load(lane + 12 * stride),
      LANE_SCRATCH + row * 64,
    );
  }
  for (let row: u32 = 0; row < 4; row++) {
    const half = LANE_SCRATCH + row * 16;
    interleave(v128.load(half), v128.load(half, 64), v128.load(half, 128), v128.load(half, 192), LANE_BLOCK + row * 64);
  }
}

/** What one plane gains in a step: the fold of the byte that overflowed, and the byte that leaves. */
@inline
function gain(plane: u32, overflowLow: v128, overflowHigh: v128, leavingLow: v128, leavingHigh: v128): v128 {
  // Indices are below 16, where the relaxed instruction is fully defined and needs no range check.
  const tables = NIBBLE_TABLES + plane * 64;
  return v128.xor(
    v128.xor(
      v128.relaxed_swizzle(v128.load(tables), overflowLow),
      v128.relaxed_swizzle(v128.load(tables, 16), overflowHigh),
    ),
    v128.xor(
      v128.relaxed_swizzle(v128.load(tables, 32), leavingLow),
      v128.relaxed_swizzle(v128.load(tables, 48), leavingHigh),
    ),
  );
}

/**
 * Scans `16 * stride` bytes from `from` for the first after which the fingerprint's low 20 bits are zero. The 64 bytes
 * before `from` are read too.
 *
 * @param stride bytes per lane, a multiple of 16
 * @returns offset of the first byte of the 16 among which the first hit is, or -1
 */
export function scanLanes(from: u32, stride: u32): i32 {
  const nibbles = i8x16.splat(0x0f);
  let p0 = i8x16.splat(0), p1 = p0, p2 = p0, p3 = p0, p4 = p0, p5 = p0, p6 = p0;
  for (let slot: u32 = 0; slot < WINDOW_BYTES; slot++) v128.store(LANE_WINDOWS + slot * 16, p0);

  let firstLane: u32 = LANES;
  let firstAt: i32 = -1;
  const warm = from - WINDOW_BYTES;
  const steps = stride + WINDOW_BYTES;
  for (let step: u32 = 0; step < steps; step += BLOCK_BYTES) {
    gather(warm + step, stride);
    const window = LANE_WINDOWS + (step & (WINDOW_BYTES - 1)) * 16;
    let lowest = i8x16.splat(-1);
    for (let slot: u32 = 0; slot < BLOCK_BYTES * 16; slot += 16) {
      const leaving = v128.load(window + slot);
      const coming = v128.load(LANE_BLOCK + slot);
      v128.store(window + slot, coming);
      const leavingLow = v128.and(leaving, nibbles);
      const leavingHigh = v128.and(i16x8.shr_u(leaving, 4), nibbles);
      const overflowLow = v128.and(p6, nibbles);
      const overflowHigh = v128.and(i16x8.shr_u(p6, 4), nibbles);
      p6 = v128.xor(p5, gain(6, overflowLow, overflowHigh, leavingLow, leavingHigh));
      p5 = v128.xor(p4, gain(5, overflowLow, overflowHigh, leavingLow, leavingHigh));
      p4 = v128.xor(p3, gain(4, overflowLow, overflowHigh, leavingLow, leavingHigh));
      p3 = v128.xor(p2, gain(3, overflowLow, overflowHigh, leavingLow, leavingHigh));
      p2 = v128.xor(p1, gain(2, overflowLow, overflowHigh, leavingLow, leavingHigh));
      const comingHigh = v128.and(i16x8.shr_u(coming, 5), i8x16.splat(0x07));
      p1 = v128.xor(v128.xor(p0, comingHigh), gain(1, overflowLow, overflowHigh, leavingLow, leavingHigh));
      const comingLow = v128.and(i16x8.shl(coming, 3), i8x16.splat(-8));
      p0 = v128.xor(comingLow, gain(0, overflowLow, overflowHigh, leavingLow, leavingHigh));
      // bits 3 to 22 of the shifted state are the low 20 of the fingerprint; bits 0 to 2 are always zero
      lowest = i8x16.min_u(lowest, v128.or(v128.or(p0, p1), v128.and(p2, i8x16.splat(0x7f))));
    }
    if (step < WINDOW_BYTES || i8x16.all_true(lowest)) continue;
    // A lane's bytes all come before the next lane's, so only hits in lanes before the best so far matter.
    const hits = i8x16.bitmask(i8x16.eq(lowest, i8x16.splat(0)));
    const lane = ctz(hits) as u32;
    if (lane < firstLane) {
      firstLane = lane;
      firstAt = warm + step + lane * stride;
    }
  }
  return firstAt;
}
