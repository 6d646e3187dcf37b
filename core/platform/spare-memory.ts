/**
 * Memory of large buffers that were dealt with, kept for those that come next. Memory fresh from the system is cleared and mapped page by
 * page at its first touch, and on a virtual machine each page may have to be asked of the host: that takes longer than to fill it from a
 * disk.
 *
 * Every thread has spare memory of its own, and only while somebody there wants it.
 */
import { freeBytes } from "../threads/free-bytes.ts";

/** Smaller buffers cost nothing worth saving. */
const LEAST_BYTES = 1024 * 1024;
/** Packs differ in length: memory of a few sizes serves them all. What lies behind the end is never touched, and takes no memory. */
const STEP_BYTES = 4 * 1024 * 1024;
/** Larger ones are rare, and better given back. */
const MOST_BYTES = 64 * 1024 * 1024;
/** As many as are read or written at once. */
const MOST_SPARE = 3;

let keepers = 0;
/** Handed out from here and not yet seen again: memory from elsewhere is not kept, nothing would take it. */
let lent = 0;
const spare: ArrayBuffer[] = [];

/** Has memory kept in this thread until the returned function was called, once. */
export function keepSpareMemory(): () => void {
  keepers += 1;
  return () => {
    keepers -= 1;
    if (keepers > 0) return;
    lent = 0;
    for (const buffer of spare.splice(0)) buffer.transfer(0);
  };
}

/**
 * @returns memory of at least this length, which may hold what was in it before; its buffer is nobody else's, and can be transferred to
 * another thread
 */
export function takeMemory(length: number): Uint8Array<ArrayBuffer> {
  if (keepers === 0 || length < LEAST_BYTES || length > MOST_BYTES) return new Uint8Array(length);
  lent += 1;
  const buffer = spare.pop();
  if (buffer !== undefined && buffer.byteLength >= length) return new Uint8Array(buffer);
  buffer?.transfer(0);
  return new Uint8Array(Math.ceil(length / STEP_BYTES) * STEP_BYTES);
}

/** Takes back a buffer that is done with, or a part of it. It is empty afterwards, or another's: the caller must not touch it again. */
export function giveBackMemory(bytes: Uint8Array): void {
  const { buffer } = bytes;
  const isOurs = lent > 0 && buffer instanceof ArrayBuffer && buffer.byteLength >= STEP_BYTES;
  if (isOurs && buffer.byteLength <= MOST_BYTES && spare.length < MOST_SPARE) {
    lent -= 1;
    spare.push(buffer);
  } else freeBytes(bytes);
}
