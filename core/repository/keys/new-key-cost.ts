import type { ScryptParameters } from "./scrypt-parameters.ts";

/**
 * 2^15 × 8 × 8: what restic's calibration arrives at on a computer of today, about half a second of one core. Fixed, so that a
 * repository made on a slow computer is no weaker.
 */
const FULL_COST: ScryptParameters = { n: 32_768, r: 8, p: 8 };

let cost = FULL_COST;

/** What the password of a new key is turned into a key with. */
export function newKeyCost(): ScryptParameters {
  return cost;
}

/**
 * Lets keys made from now on by this process be opened in a millisecond. For tests only, which open thousands of
 * repositories and would do little else; the programs do not contain it.
 */
export function makeCheapKeys(): void {
  cost = { n: 2, r: 8, p: 8 };
}
