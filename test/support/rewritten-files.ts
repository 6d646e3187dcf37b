import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A page of memory: what is written at once is there as a whole, or not. */
export const BLOCK_BYTES = 4096;
/** Their names put them far apart among others. */
export const REWRITTEN = [
  { name: "a-ledger", blocks: 24 },
  { name: "z-journal", blocks: 8 },
] as const;

/** @returns the rounds that the files' blocks are of, in the order in which they are written */
export function roundsIn(folder: string): number[] {
  return REWRITTEN.flatMap(({ name, blocks }) => {
    const bytes = readFileSync(join(folder, name));
    const rounds = Array.from({ length: bytes.length / 8 }, (_, n) => Number(bytes.readBigUInt64LE(n * 8)));
    if (bytes.length !== blocks * BLOCK_BYTES) throw new Error(`${name} has ${bytes.length} bytes`);
    return rounds;
  });
}

/** Whether all was like this at one moment. */
export function isOfOneMoment(rounds: readonly number[]): boolean {
  const [first = 0] = rounds;
  return (
    first - (rounds.at(-1) ?? 0) <= 1 && rounds.every((round, n) => n === 0 || round <= (rounds[n - 1] ?? 0))
  );
}
