/** Numbers that look random and are the same for the same seed, so that each demo is like the last one. */
export type Random = {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number; both ends can come. */
  between(lowest: number, highest: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
};

/** Marsaglia's xorshift with 32 bits: plenty for file names. */
export function createRandom(seed: number): Random {
  // a seed of zero would stay zero
  let state = seed >>> 0 || 0x9e3779b9;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
  const between = (lowest: number, highest: number) => lowest + Math.floor(next() * (highest - lowest + 1));
  return {
    next,
    between,
    pick<T>(from: readonly T[]) {
      const chosen = from[between(0, from.length - 1)];
      if (chosen === undefined) throw new Error("nothing to pick from");
      return chosen;
    },
    chance: (probability) => next() < probability,
  };
}
