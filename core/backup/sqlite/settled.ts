import type { EntryStat } from "../../platform/entry-stat.ts";
import type { FileReader } from "../../platform/file-reader.ts";

/** Within this time a second write may leave a file's times as the first did; some file systems count in two seconds. */
const SETTLED_AFTER_MS = 50;
const COARSELY_SETTLED_AFTER_MS = 2100;

/** Waits for what was written just now. @returns false when it is being written to all the time */
export function becomesSettled(files: FileReader, descriptor: number): boolean {
  const missing = missingAge(files.stat(descriptor));
  if (missing <= 0) return true;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, missing);
  return missingAge(files.stat(descriptor)) <= 0;
}

/** Milliseconds until the next write is sure to show in the times. */
function missingAge({ mtimeNs }: EntryStat): number {
  const needed = mtimeNs % 1_000_000_000n === 0n ? COARSELY_SETTLED_AFTER_MS : SETTLED_AFTER_MS;
  const age = Date.now() - Number(mtimeNs / 1_000_000n);
  return age < -needed ? 0 : Math.max(0, needed - age); // a file from the future is not being written to
}
