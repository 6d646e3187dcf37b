/**
 * scrypt's ROMix, the part that costs time and memory, for one lane or two at once: one lane's Salsa20/8 is a single
 * chain of dependent steps, which leaves half of the processor's vector units idle.
 *
 * Each 64-byte block is held with its words in the order 0, 5, 10, 15, 4, 9, ... (word 5k mod 16 at place k), so that
 * the four quarter rounds of Salsa20 work on whole vectors.
 *
 * @source RFC 7914; the Salsa20 specification by D. J. Bernstein
 */

const BLOCK_BYTES: u32 = 64;
/** Where `pick` leaves what it read, so that no compiler leaves the reading out. The caller uses memory above this. */
const TOUCHED: u32 = 1024;

@inline
function rotate(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

@inline
function mixed(target: v128, x: v128, y: v128, bits: i32): v128 {
  return v128.xor(target, rotate(i32x4.add(x, y), bits));
}

@inline
function turned1(x: v128): v128 {
  return v128.shuffle<u32>(x, x, 1, 2, 3, 0);
}

@inline
function turned2(x: v128): v128 {
  return v128.shuffle<u32>(x, x, 2, 3, 0, 1);
}

@inline
function turned3(x: v128): v128 {
  return v128.shuffle<u32>(x, x, 3, 0, 1, 2);
}

/** Block `at` of what goes into a BlockMix: `from`, with `mask` xored in unless that is 0. */
@inline
function input(from: u32, mask: u32, at: u32, row: u32): v128 {
  const own = v128.load(from + at + row);
  return mask ? v128.xor(own, v128.load(mask + at + row)) : own;
}

/**
 * BlockMix of two lanes.
 *
 * @param fromA where lane A's `2 * r` blocks are
 * @param maskA blocks to xor into them first, or 0
 * @param toA where the result goes; must not overlap `fromA` or `maskA`
 */
function blockMix(fromA: u32, maskA: u32, toA: u32, fromB: u32, maskB: u32, toB: u32, r: u32): void {
  const length = r * 2 * BLOCK_BYTES;
  const last = length - BLOCK_BYTES;
  let a0 = input(fromA, maskA, last, 0), a1 = input(fromA, maskA, last, 16);
  let a2 = input(fromA, maskA, last, 32), a3 = input(fromA, maskA, last, 48);
  let b0 = input(fromB, maskB, last, 0), b1 = input(fromB, maskB, last, 16);
  let b2 = input(fromB, maskB, last, 32), b3 = input(fromB, maskB, last, 48);
  for (let at: u32 = 0; at < length; at += BLOCK_BYTES) {
    const s0 = v128.xor(a0, input(fromA, maskA, at, 0)), s1 = v128.xor(a1, input(fromA, maskA, at, 16));
    const s2 = v128.xor(a2, input(fromA, maskA, at, 32)), s3 = v128.xor(a3, input(fromA, maskA, at, 48));
    const t0 = v128.xor(b0, input(fromB, maskB, at, 0)), t1 = v128.xor(b1, input(fromB, maskB, at, 16));
    const t2 = v128.xor(b2, input(fromB, maskB, at, 32)), t3 = v128.xor(b3, input(fromB, maskB, at, 48));
    a0 = s0; a1 = s1; a2 = s2; a3 = s3;
    b0 = t0; b1 = t1; b2 = t2; b3 = t3;
    for (let doubleRound = 0; doubleRound < 4; doubleRound++) {
      // columns
      a1 = mixed(a1, a0, a3, 7); b1 = mixed(b1, b0, b3, 7);
      a2 = mixed(a2, a1, a0, 9); b2 = mixed(b2, b1, b0, 9);
      a3 = mixed(a3, a2, a1, 13); b3 = mixed(b3, b2, b1, 13);
      a0 = mixed(a0, a3, a2, 18); b0 = mixed(b0, b3, b2, 18);
      // rows: the same steps after turning the vectors, which swaps the roles of 1 and 3
      a1 = turned3(a1); b1 = turned3(b1);
      a2 = turned2(a2); b2 = turned2(b2);
      a3 = turned1(a3); b3 = turned1(b3);
      a3 = mixed(a3, a0, a1, 7); b3 = mixed(b3, b0, b1, 7);
      a2 = mixed(a2, a3, a0, 9); b2 = mixed(b2, b3, b0, 9);
      a1 = mixed(a1, a2, a3, 13); b1 = mixed(b1, b2, b3, 13);
      a0 = mixed(a0, a1, a2, 18); b0 = mixed(b0, b1, b2, 18);
      a1 = turned1(a1); b1 = turned1(b1);
      a2 = turned2(a2); b2 = turned2(b2);
      a3 = turned3(a3); b3 = turned3(b3);
    }
    a0 = i32x4.add(a0, s0); a1 = i32x4.add(a1, s1); a2 = i32x4.add(a2, s2); a3 = i32x4.add(a3, s3);
    b0 = i32x4.add(b0, t0); b1 = i32x4.add(b1, t1); b2 = i32x4.add(b2, t2); b3 = i32x4.add(b3, t3);
    // even blocks make up the result's first half, odd ones its second
    const index = at / BLOCK_BYTES;
    const to = ((index >> 1) + (index & 1) * r) * BLOCK_BYTES;
    v128.store(toA + to, a0); v128.store(toA + to, a1, 16); v128.store(toA + to, a2, 32); v128.store(toA + to, a3, 48);
    v128.store(toB + to, b0); v128.store(toB + to, b1, 16); v128.store(toB + to, b2, 32); v128.store(toB + to, b3, 48);
  }
}

/** Copies blocks while putting their words in Salsa order. */
function arrange(from: u32, to: u32, length: u32): void {
  for (let at: u32 = 0; at < length; at += BLOCK_BYTES) {
    for (let place: u32 = 0; place < 16; place++) {
      store<u32>(to + at + place * 4, load<u32>(from + at + ((place * 5) & 15) * 4));
    }
  }
}

/** Undoes `arrange`. */
function restore(from: u32, to: u32, length: u32): void {
  for (let at: u32 = 0; at < length; at += BLOCK_BYTES) {
    for (let place: u32 = 0; place < 16; place++) {
      store<u32>(to + at + ((place * 5) & 15) * 4, load<u32>(from + at + place * 4));
    }
  }
}

/**
 * The state that `state` points at: its last block begins with the number, word 0 being at place 0.
 *
 * Reads a word of each cache line of it, because the lines come from main memory: waited for one after the other, block
 * by block, they would add half to the time.
 */
@inline
function pick(state: u32, states: u32, length: u32, n: u32): u32 {
  const picked = states + (load<u32>(state + length - BLOCK_BYTES) & (n - 1)) * length;
  let sum: u32 = 0;
  for (let at: u32 = 0; at < length; at += BLOCK_BYTES) sum ^= load<u32>(picked + at);
  store<u32>(TOUCHED, sum);
  return picked;
}

/**
 * ROMix of two lanes in place. For one lane give the same addresses twice: both then write the same bytes.
 *
 * @param laneA `128 * r` bytes
 * @param workA `128 * r * (n + 1)` bytes of work space
 * @param n a power of two above 1
 */
export function romix(laneA: u32, workA: u32, laneB: u32, workB: u32, n: u32, r: u32): void {
  const length = r * 2 * BLOCK_BYTES;
  arrange(laneA, workA, length);
  arrange(laneB, workB, length);
  let atA = workA;
  let atB = workB;
  // n states, and behind them the one the second half starts from
  for (let i: u32 = 0; i < n; i++) {
    blockMix(atA, 0, atA + length, atB, 0, atB + length, r);
    atA += length;
    atB += length;
  }
  for (let i: u32 = 0; i < n; i += 2) {
    blockMix(atA, pick(atA, workA, length, n), laneA, atB, pick(atB, workB, length, n), laneB, r);
    blockMix(laneA, pick(laneA, workA, length, n), atA, laneB, pick(laneB, workB, length, n), atB, r);
  }
  restore(atA, laneA, length);
  restore(atB, laneB, length);
}
