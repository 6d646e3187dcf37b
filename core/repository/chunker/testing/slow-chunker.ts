/**
 * Chunk boundaries straight from the definition, one bit at a time and without tables: what the kernel is tested
 * against. Slow: some ten megabytes a second.
 */
import { MAX_CHUNK, MIN_CHUNK } from "../../types.ts";

const DEGREE = 53;
const WINDOW_BYTES = 64;
const CUT_BITS = 20;

/** Appends one bit to the dividend of a division by `polynomial`, both as two numbers: 27 high and 27 low bits. */
function appendBit(rest: Rest, bit: number, polynomial: Rest): void {
  rest.high = (rest.high << 1) | (rest.low >>> 26);
  rest.low = ((rest.low << 1) & 0x7ffffff) | bit;
  if ((rest.high >>> (DEGREE - 27)) & 1) {
    rest.high ^= polynomial.high;
    rest.low ^= polynomial.low;
  }
}

type Rest = { high: number; low: number };

function split(value: bigint): Rest {
  return { high: Number(value >> 27n), low: Number(value & 0x7ffffffn) };
}

/** Remainder of the polynomial that `window` spells out, highest coefficient first. */
function fingerprint(window: Uint8Array, polynomial: Rest): Rest {
  const rest = { high: 0, low: 0 };
  for (const byte of window) {
    for (let bit = 7; bit >= 0; bit--) appendBit(rest, (byte >> bit) & 1, polynomial);
  }
  return rest;
}

/** @returns offsets just behind the last byte of each chunk, the end of the data included */
export function slowCuts(data: Uint8Array, polynomial: bigint): number[] {
  const p = split(polynomial);
  const cuts: number[] = [];
  let start = 0;
  while (start < data.length) {
    const end = chunkEnd(data, start, p);
    cuts.push(end);
    start = end;
  }
  return cuts;
}

function chunkEnd(data: Uint8Array, start: number, polynomial: Rest): number {
  // As restic defines it: an empty window, a single 1 slid in, and the first bytes of the chunk not looked at.
  const window = new Uint8Array(WINDOW_BYTES);
  const leavers = leaverRemainders(polynomial);
  const rest = { high: 0, low: 0 };
  let oldest = 0;
  // Fingerprints are sums, so a byte that leaves the window is taken out by adding what it has become, again.
  const slide = (byte: number) => {
    const leaver = leavers[window[oldest] ?? 0] ?? rest;
    window[oldest] = byte;
    oldest = (oldest + 1) % WINDOW_BYTES;
    for (let bit = 7; bit >= 0; bit--) appendBit(rest, (byte >> bit) & 1, polynomial);
    rest.high ^= leaver.high;
    rest.low ^= leaver.low;
  };
  slide(1);
  for (let at = start + MIN_CHUNK - WINDOW_BYTES; at < data.length; at++) {
    slide(data[at] ?? 0);
    const length = at + 1 - start;
    const isCut = (rest.low & ((1 << CUT_BITS) - 1)) === 0 && length >= MIN_CHUNK;
    if (isCut || length >= MAX_CHUNK) return at + 1;
  }
  return data.length;
}

/** For each byte value its remainder once 64 zero bytes have followed it. */
function leaverRemainders(polynomial: Rest): Rest[] {
  return Array.from({ length: 256 }, (_, byte) =>
    fingerprint(Uint8Array.of(byte, ...new Uint8Array(WINDOW_BYTES)), polynomial),
  );
}
