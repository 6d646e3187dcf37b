/** A run of zeros shorter than this is written: a hole in the file would gain nothing. */
const HOLE_BYTES = 64 * 1024;
const ZEROS = Buffer.alloc(HOLE_BYTES);

/** Writes all of `bytes` at `position` of a file. */
export type Put = (bytes: Uint8Array, position: number) => void;

/**
 * Brings content into a file.
 * @returns whether zeros were left out, so that the file has to be given its length
 */
export type WriteContent = (put: Put, bytes: Uint8Array, position: number) => boolean;

export const writeFully: WriteContent = (put, bytes, position) => {
  put(bytes, position);
  return false;
};

/**
 * Writes `bytes` but for runs of zeros, in steps of 64 KiB from their start. The file must hold nothing else at these places.
 */
export const writeSparsely: WriteContent = (put, bytes, position) => {
  let hasHole = false;
  let start = 0; // of what waits to be written
  for (let at = 0; at + HOLE_BYTES <= bytes.length; at += HOLE_BYTES) {
    if (ZEROS.compare(bytes, at, at + HOLE_BYTES) !== 0) continue;
    if (start < at) put(bytes.subarray(start, at), position + start);
    start = at + HOLE_BYTES;
    hasHole = true;
  }
  if (start < bytes.length) put(bytes.subarray(start), position + start);
  return hasHole;
};
