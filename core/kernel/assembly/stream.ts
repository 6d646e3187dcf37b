/** The two halves of AES-CTR that are not AES: counters, and the exclusive or with the key stream. */
import { COUNTER_IN } from "./layout";

/**
 * Writes `blocks` big-endian 128-bit counters at `target`: the one at COUNTER_IN plus `firstBlock`, and on, modulo 2^128.
 */
export function fillCounters(target: u32, firstBlock: u32, blocks: u32): void {
  let high = bswap<u64>(load<u64>(COUNTER_IN));
  let low = bswap<u64>(load<u64>(COUNTER_IN, 8));
  low += firstBlock;
  if (low < (firstBlock as u64)) high++;
  const end = target + blocks * 16;
  for (let at = target; at < end; at += 16) {
    store<u64>(at, bswap<u64>(high));
    store<u64>(at, bswap<u64>(low), 8);
    low++;
    if (low == 0) high++;
  }
}

/** `memory[target + i] ^= memory[mask + i]` for `length` bytes. */
export function xor(target: u32, mask: u32, length: u32): void {
  let i: u32 = 0;
  for (; i + 64 <= length; i += 64) {
    const to = target + i;
    const from = mask + i;
    v128.store(to, v128.xor(v128.load(to), v128.load(from)));
    v128.store(to, v128.xor(v128.load(to, 16), v128.load(from, 16)), 16);
    v128.store(to, v128.xor(v128.load(to, 32), v128.load(from, 32)), 32);
    v128.store(to, v128.xor(v128.load(to, 48), v128.load(from, 48)), 48);
  }
  for (; i < length; i++) store<u8>(target + i, load<u8>(target + i) ^ load<u8>(mask + i));
}
