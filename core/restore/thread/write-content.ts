import { writeSync } from "node:fs";

/** A run of zeros shorter than this is written: a hole in the file would gain nothing. */
const HOLE_BYTES = 64 * 1024;
const ZEROS = Buffer.alloc(HOLE_BYTES);

/** @returns whether zeros were left out, so that the file has to be given its length */
export type WriteBytes = (descriptor: number, bytes: Uint8Array, position: number) => boolean;

/** Writes all of `bytes` at `position`; a short write is continued. */
export function writeFully(descriptor: number, bytes: Uint8Array, position: number): boolean {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
  }
  return false;
}

/**
 * Writes `bytes` but for runs of zeros, in steps of 64 KiB from their start. The file must hold nothing else at these places.
 */
export function writeSparsely(descriptor: number, bytes: Uint8Array, position: number): boolean {
  let hasHole = false;
  let start = 0; // of what waits to be written
  for (let at = 0; at + HOLE_BYTES <= bytes.length; at += HOLE_BYTES) {
    if (ZEROS.compare(bytes, at, at + HOLE_BYTES) !== 0) continue;
    if (start < at) writeFully(descriptor, bytes.subarray(start, at), position + start);
    start = at + HOLE_BYTES;
    hasHole = true;
  }
  if (start < bytes.length) writeFully(descriptor, bytes.subarray(start), position + start);
  return hasHole;
}
