import { instantiate, WASM_PAGE_BYTES } from "./instantiate.ts";

type ScryptExports = {
  romix(laneA: number, workA: number, laneB: number, workB: number, n: number, r: number): void;
};

/** The memory below is the module's; see assembly/scrypt.ts. */
const FIRST_FREE_BYTE = 4096;

/** Memory that scrypt needs for each lane computed at a time, in bytes. */
export function romixLaneBytes(n: number, r: number): number {
  return 128 * r * (n + 2);
}

/**
 * Prepares scrypt's ROMix. Two lanes at once take little longer than one.
 *
 * @param lanesAtOnce 1 or 2; each needs {@link romixLaneBytes} of memory
 * @returns a function that takes one lane of `128 * r` bytes, or as many as `lanesAtOnce` back to back, and returns them
 *   mixed, in memory that the next call overwrites
 */
export function createRomix(n: number, r: number, lanesAtOnce: 1 | 2): (lanes: Uint8Array) => Uint8Array {
  const laneBytes = 128 * r;
  const memoryBytes = FIRST_FREE_BYTE + lanesAtOnce * romixLaneBytes(n, r);
  const { bytes, exports } = instantiate<ScryptExports>(
    "scrypt",
    Math.ceil(memoryBytes / WASM_PAGE_BYTES) * WASM_PAGE_BYTES,
  );
  const laneA = FIRST_FREE_BYTE;
  const laneB = laneA + laneBytes;
  const workA = laneA + lanesAtOnce * laneBytes;
  const workB = workA + laneBytes * (n + 1);
  return (lanes) => {
    bytes.set(lanes, laneA);
    if (lanes.length > laneBytes) exports.romix(laneA, workA, laneB, workB, n, r);
    else exports.romix(laneA, workA, laneA, workA, n, r);
    return bytes.subarray(laneA, laneA + lanes.length);
  };
}
