const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Lengths of time that people count in. */
const STEPS = [1, 2, 5, 10, 20, 30]
  .flatMap((count) => [count * SECOND, count * MINUTE])
  .concat([1, 2, 3, 6, 12, 24, 48].map((count) => count * HOUR))
  .sort((a, b) => a - b);

/**
 * Round lengths of time for an axis that begins at zero.
 *
 * @param longestMs the longest shown
 * @returns milliseconds: 0, one step, or two, and the last at least `longestMs`
 */
export function minuteTicks(longestMs: number): readonly number[] {
  const half = longestMs / 2;
  const step = STEPS.find((candidate) => candidate >= half);
  if (step === undefined) return [0, Math.ceil(longestMs / (24 * HOUR)) * 24 * HOUR];
  return step >= longestMs ? [0, step] : [0, step, 2 * step];
}
