/**
 * Poly1305 as D. J. Bernstein's paper "The Poly1305-AES message-authentication code" defines it: the message's 16-byte
 * blocks, each with a 1 put behind it, are the coefficients of a polynomial that is evaluated at r modulo 2^130 - 5;
 * then the pad is added modulo 2^128.
 *
 * Numbers are five limbs of 26 bits, so that products and their sums fit 64 bits. Neither branches nor addresses depend
 * on key or message.
 */
import { MAC_IN, MAC_KEY, MAC_POWERS_BODY, MAC_POWERS_LAST, MAC_TAG, MAC_TAIL } from "./layout";
import { GROUP_BYTES, absorbGroups } from "./poly1305-lanes";

export const LIMB: u64 = (1 << 26) - 1;

let h0: u64 = 0;
let h1: u64 = 0;
let h2: u64 = 0;
let h3: u64 = 0;
let h4: u64 = 0;

/** Multiplies the running sum by the number at `factor` (r0..r4, then 5*r1..5*r4), modulo 2^130 - 5. */
function multiply(factor: u32): void {
  const r0 = load<u64>(factor), r1 = load<u64>(factor, 8), r2 = load<u64>(factor, 16);
  const r3 = load<u64>(factor, 24), r4 = load<u64>(factor, 32);
  const s1 = load<u64>(factor, 40), s2 = load<u64>(factor, 48), s3 = load<u64>(factor, 56), s4 = load<u64>(factor, 64);
  const d0 = h0 * r0 + h1 * s4 + h2 * s3 + h3 * s2 + h4 * s1;
  const d1 = h0 * r1 + h1 * r0 + h2 * s4 + h3 * s3 + h4 * s2;
  const d2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * s4 + h4 * s3;
  const d3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s4;
  const d4 = h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0;
  h0 = d0;
  h1 = d1;
  h2 = d2;
  h3 = d3;
  h4 = d4;
  carry();
}

/** Brings every limb back to 26 bits, but for a small rest in `h1`. */
function carry(): void {
  h1 += h0 >> 26;
  h0 &= LIMB;
  h2 += h1 >> 26;
  h1 &= LIMB;
  h3 += h2 >> 26;
  h2 &= LIMB;
  h4 += h3 >> 26;
  h3 &= LIMB;
  h0 += (h4 >> 26) * 5;
  h4 &= LIMB;
  h1 += h0 >> 26;
  h0 &= LIMB;
}

/** Adds 16 bytes and, above them, `top` to the running sum. */
@inline
function add(block: u32, top: u64): void {
  const low = load<u64>(block);
  const high = load<u64>(block, 8);
  h0 += low & LIMB;
  h1 += (low >> 26) & LIMB;
  h2 += ((low >> 52) | (high << 12)) & LIMB;
  h3 += (high >> 14) & LIMB;
  h4 += (high >> 40) | (top << 24);
}

/** Stores the running sum as a factor for `multiply`. */
function storeFactor(target: u32): void {
  store<u64>(target, h0);
  store<u64>(target, h1, 8);
  store<u64>(target, h2, 16);
  store<u64>(target, h3, 24);
  store<u64>(target, h4, 32);
  store<u64>(target, h1 * 5, 40);
  store<u64>(target, h2 * 5, 48);
  store<u64>(target, h3 * 5, 56);
  store<u64>(target, h4 * 5, 64);
}

/** Takes `r` from MAC_IN and prepares its first four powers. */
export function setMacKey(): void {
  h0 = h1 = h2 = h3 = h4 = 0;
  store<u64>(MAC_IN, load<u64>(MAC_IN) & 0x0ffffffc0fffffff);
  store<u64>(MAC_IN, load<u64>(MAC_IN, 8) & 0x0ffffffc0ffffffc, 8);
  add(MAC_IN, 0);
  storeFactor(MAC_KEY);
  for (let power: u32 = 1; power <= 4; power++) {
    const lane = MAC_POWERS_LAST + (4 - power) * 4;
    // the first power's limbs may be stored as they are; the others carry a rest of a few bits that products have room for
    storeLane(lane);
    if (power < 4) multiply(MAC_KEY);
  }
  for (let lane: u32 = 0; lane < 4; lane++) storeLane(MAC_POWERS_BODY + lane * 4);
}

/** Stores the running sum as one lane of nine vectors. */
function storeLane(target: u32): void {
  store<u32>(target, h0 as u32);
  store<u32>(target, h1 as u32, 16);
  store<u32>(target, h2 as u32, 32);
  store<u32>(target, h3 as u32, 48);
  store<u32>(target, h4 as u32, 64);
  store<u32>(target, (h1 * 5) as u32, 80);
  store<u32>(target, (h2 * 5) as u32, 96);
  store<u32>(target, (h3 * 5) as u32, 112);
  store<u32>(target, (h4 * 5) as u32, 128);
}

/** Adds five limbs of any size to the running sum; for poly1305-lanes.ts. */
export function addLimbs(a0: u64, a1: u64, a2: u64, a3: u64, a4: u64): void {
  h0 += a0;
  h1 += a1;
  h2 += a2;
  h3 += a3;
  h4 += a4;
  carry();
}

/** Reduces the running sum fully, adds the pad at MAC_IN and stores 16 tag bytes at MAC_TAG. */
function finish(): void {
  carry();
  carry();
  // h - p where p = 2^130 - 5, that is h + 5 - 2^130; taken when it does not go below zero
  let g0 = h0 + 5;
  let g1 = h1 + (g0 >> 26);
  let g2 = h2 + (g1 >> 26);
  let g3 = h3 + (g2 >> 26);
  let g4 = h4 + (g3 >> 26);
  const take: u64 = 0 - (g4 >> 26);
  h0 ^= (h0 ^ (g0 & LIMB)) & take;
  h1 ^= (h1 ^ (g1 & LIMB)) & take;
  h2 ^= (h2 ^ (g2 & LIMB)) & take;
  h3 ^= (h3 ^ (g3 & LIMB)) & take;
  h4 ^= (h4 ^ (g4 & LIMB)) & take;

  const low = h0 | (h1 << 26) | (h2 << 52);
  const high = (h2 >> 12) | (h3 << 14) | (h4 << 40);
  const sum = low + load<u64>(MAC_IN);
  store<u64>(MAC_TAG, sum);
  store<u64>(MAC_TAG, high + load<u64>(MAC_IN, 8) + ((sum < low) as u64), 8);
}

/** Authenticates `length` bytes at `offset` with the pad at MAC_IN. */
export function poly1305(offset: u32, length: u32): void {
  h0 = h1 = h2 = h3 = h4 = 0;
  const inGroups = length & ~(GROUP_BYTES - 1);
  if (inGroups > 0) absorbGroups(offset, inGroups);
  let at = offset + inGroups;
  const end = offset + length;
  for (; at + 16 <= end; at += 16) {
    add(at, 1);
    multiply(MAC_KEY);
  }
  if (at < end) {
    memory.fill(MAC_TAIL, 0, 16);
    memory.copy(MAC_TAIL, at, end - at);
    store<u8>(MAC_TAIL + (end - at), 1);
    add(MAC_TAIL, 0);
    multiply(MAC_KEY);
  }
  finish();
}
