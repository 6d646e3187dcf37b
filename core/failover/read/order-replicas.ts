/** Which of several replicas is asked first. Pure: what chance there is in it is handed in. */
import type { ReadStrategy } from "../../../shared/model/read-strategy.ts";

/** A replica, as far as it matters for whether it is asked. */
export type Choosable = {
  /** How long it will take to answer, by its last answers; undefined as long as nothing is known. */
  readonly expectedMs: number | undefined;
  /** Reads it has not answered yet. */
  readonly waiting: number;
};

export type Dice = {
  /** How many reads there were before. */
  readonly turn: number;
  /** From 0 to below 1. */
  readonly chance: number;
};

/**
 * @param replicas the active one first, the others in the order in which they would take over
 * @returns their numbers, all of them, the first to ask first
 */
export function orderReplicas(
  replicas: readonly Choosable[],
  strategy: ReadStrategy,
  dice: Dice,
): readonly number[] {
  const numbers = replicas.map((_, n) => n);
  if (replicas.length < 2) return numbers;
  switch (strategy) {
    case "preferred":
      return numbers;
    case "round-robin":
      return startingAt(numbers, dice.turn % replicas.length);
    case "weighted":
      return startingAt(numbers, drawn(replicas, dice.chance));
    case "fastest": {
      const endsMs = replicas.map(({ expectedMs, waiting }) =>
        expectedMs === undefined ? Number.POSITIVE_INFINITY : expectedMs * (1 + waiting),
      );
      const endMs = (n: number) => endsMs[n] ?? Number.POSITIVE_INFINITY;
      return numbers.toSorted((a, b) => (endMs(a) === endMs(b) ? a - b : endMs(a) - endMs(b)));
    }
  }
}

function startingAt(numbers: readonly number[], first: number): readonly number[] {
  return [...numbers.slice(first), ...numbers.slice(0, first)];
}

/** As long as the speed of one is not known, it counts as fast as the others together. */
function drawn(replicas: readonly Choosable[], chance: number): number {
  const speeds = replicas.map(({ expectedMs }) =>
    expectedMs === undefined ? undefined : 1 / Math.max(expectedMs, 0.01),
  );
  const known = speeds.filter((speed) => speed !== undefined);
  const usual = known.length === 0 ? 1 : known.reduce((sum, speed) => sum + speed, 0) / known.length;
  const weights = speeds.map((speed) => speed ?? usual);
  let left = chance * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [n, weight] of weights.entries()) {
    if (left < weight) return n;
    left -= weight;
  }
  return 0;
}
