/** Random numbers that can be drawn again: the same seed gives the same ones. */
import { createHash, randomBytes } from "node:crypto";

export type Random = {
  /** A whole number from 0 to `below`, exclusive. @param below at most 2^53 */
  below(below: number): number;
};

/** @returns eight hex digits */
export function newSeed(): string {
  return randomBytes(4).toString("hex");
}

/**
 * SHA-256 of seed and counter. Slow for what draws millions, so numbers are taken from each sum in turn.
 * @param seed any text
 */
export function randomFrom(seed: string): Random {
  let counter = 0;
  let block = Buffer.alloc(0);
  let at = 0;
  const next48 = (): number => {
    if (at + 6 > block.length) {
      block = createHash("sha256").update(`${seed}:${counter}`).digest();
      counter += 1;
      at = 0;
    }
    const drawn = block.readUIntBE(at, 6);
    at += 6;
    return drawn;
  };
  // of 48 bits the remainder is off by so little that no sample shows it
  return { below: (below) => next48() % below };
}
