/**
 * Poly1305 four blocks at a time: lane j of the vectors sums blocks j, j+4, j+8 ... as a polynomial in r^4. The last
 * group is multiplied by r^4, r^3, r^2 and r instead, after which the sum of the lanes is the sum of all blocks.
 */
import { MAC_POWERS_BODY, MAC_POWERS_LAST } from "./layout";
import { addLimbs } from "./poly1305";

export const GROUP_BYTES: u32 = 64;

/** Sums of products for lanes 0 and 1 (`high` false) or 2 and 3 (`high` true), as 64-bit numbers. */
@inline
function product(high: bool, a: v128, b: v128): v128 {
  return high ? i64x2.extmul_high_i32x4_u(a, b) : i64x2.extmul_low_i32x4_u(a, b);
}

@inline
function dot(high: bool, a0: v128, b0: v128, a1: v128, b1: v128, a2: v128, b2: v128, a3: v128, b3: v128, a4: v128, b4: v128): v128 {
  return i64x2.add(
    i64x2.add(i64x2.add(product(high, a0, b0), product(high, a1, b1)), i64x2.add(product(high, a2, b2), product(high, a3, b3))),
    product(high, a4, b4),
  );
}

@inline
function sumOfLanes(limb: v128): u64 {
  return (
    (i32x4.extract_lane(limb, 0) as u32 as u64) + (i32x4.extract_lane(limb, 1) as u32 as u64) +
    (i32x4.extract_lane(limb, 2) as u32 as u64) + (i32x4.extract_lane(limb, 3) as u32 as u64)
  );
}

/** The low halves of the 64-bit lanes of two vectors. */
@inline
function join(low: v128, high: v128): v128 {
  return v128.shuffle<u32>(low, high, 0, 2, 4, 6);
}

/**
 * Adds `length` bytes at `offset` to the running sum, which must be zero.
 * @param length a multiple of 64, not zero
 */
export function absorbGroups(offset: u32, length: u32): void {
  const limb = i32x4.splat(0x3ffffff);
  const wide = i64x2.splat(0x3ffffff);
  let h0 = i32x4.splat(0), h1 = h0, h2 = h0, h3 = h0, h4 = h0;
  const end = offset + length;
  for (let at = offset; at < end; at += GROUP_BYTES) {
    // turn four blocks of four words round: one vector per word
    const b0 = v128.load(at), b1 = v128.load(at, 16), b2 = v128.load(at, 32), b3 = v128.load(at, 48);
    const x01 = v128.shuffle<u32>(b0, b1, 0, 4, 1, 5), x23 = v128.shuffle<u32>(b2, b3, 0, 4, 1, 5);
    const y01 = v128.shuffle<u32>(b0, b1, 2, 6, 3, 7), y23 = v128.shuffle<u32>(b2, b3, 2, 6, 3, 7);
    const w0 = v128.shuffle<u64>(x01, x23, 0, 2), w1 = v128.shuffle<u64>(x01, x23, 1, 3);
    const w2 = v128.shuffle<u64>(y01, y23, 0, 2), w3 = v128.shuffle<u64>(y01, y23, 1, 3);
    h0 = i32x4.add(h0, v128.and(w0, limb));
    h1 = i32x4.add(h1, v128.and(v128.or(i32x4.shr_u(w0, 26), i32x4.shl(w1, 6)), limb));
    h2 = i32x4.add(h2, v128.and(v128.or(i32x4.shr_u(w1, 20), i32x4.shl(w2, 12)), limb));
    h3 = i32x4.add(h3, v128.and(v128.or(i32x4.shr_u(w2, 14), i32x4.shl(w3, 18)), limb));
    h4 = i32x4.add(h4, v128.or(i32x4.shr_u(w3, 8), i32x4.splat(1 << 24)));

    const powers = at + GROUP_BYTES == end ? MAC_POWERS_LAST : MAC_POWERS_BODY;
    const r0 = v128.load(powers), r1 = v128.load(powers, 16), r2 = v128.load(powers, 32);
    const r3 = v128.load(powers, 48), r4 = v128.load(powers, 64);
    const s1 = v128.load(powers, 80), s2 = v128.load(powers, 96), s3 = v128.load(powers, 112), s4 = v128.load(powers, 128);

    let l0 = dot(false, h0, r0, h1, s4, h2, s3, h3, s2, h4, s1);
    let l1 = dot(false, h0, r1, h1, r0, h2, s4, h3, s3, h4, s2);
    let l2 = dot(false, h0, r2, h1, r1, h2, r0, h3, s4, h4, s3);
    let l3 = dot(false, h0, r3, h1, r2, h2, r1, h3, r0, h4, s4);
    let l4 = dot(false, h0, r4, h1, r3, h2, r2, h3, r1, h4, r0);
    let u0 = dot(true, h0, r0, h1, s4, h2, s3, h3, s2, h4, s1);
    let u1 = dot(true, h0, r1, h1, r0, h2, s4, h3, s3, h4, s2);
    let u2 = dot(true, h0, r2, h1, r1, h2, r0, h3, s4, h4, s3);
    let u3 = dot(true, h0, r3, h1, r2, h2, r1, h3, r0, h4, s4);
    let u4 = dot(true, h0, r4, h1, r3, h2, r2, h3, r1, h4, r0);

    l1 = i64x2.add(l1, i64x2.shr_u(l0, 26)); u1 = i64x2.add(u1, i64x2.shr_u(u0, 26));
    l2 = i64x2.add(l2, i64x2.shr_u(l1, 26)); u2 = i64x2.add(u2, i64x2.shr_u(u1, 26));
    l3 = i64x2.add(l3, i64x2.shr_u(l2, 26)); u3 = i64x2.add(u3, i64x2.shr_u(u2, 26));
    l4 = i64x2.add(l4, i64x2.shr_u(l3, 26)); u4 = i64x2.add(u4, i64x2.shr_u(u3, 26));
    // what overflows 2^130 comes back as five times itself, spread over limbs 0 and 1
    const o = i64x2.shr_u(l4, 26), v = i64x2.shr_u(u4, 26);
    l0 = i64x2.add(v128.and(l0, wide), i64x2.add(o, i64x2.shl(o, 2)));
    u0 = i64x2.add(v128.and(u0, wide), i64x2.add(v, i64x2.shl(v, 2)));
    l1 = i64x2.add(v128.and(l1, wide), i64x2.shr_u(l0, 26));
    u1 = i64x2.add(v128.and(u1, wide), i64x2.shr_u(u0, 26));
    h0 = v128.and(join(l0, u0), limb);
    h1 = join(l1, u1);
    h2 = v128.and(join(l2, u2), limb);
    h3 = v128.and(join(l3, u3), limb);
    h4 = v128.and(join(l4, u4), limb);
  }
  addLimbs(sumOfLanes(h0), sumOfLanes(h1), sumOfLanes(h2), sumOfLanes(h3), sumOfLanes(h4));
}
