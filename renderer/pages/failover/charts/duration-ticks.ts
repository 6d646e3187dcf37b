const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Steps that leave every value of an axis in one unit. */
const SECONDS = [1, 2, 5, 10, 20].map((n) => n * SECOND);
const MINUTES = [1, 2, 5, 10, 15].map((n) => n * MINUTE);
const HOURS = [1, 2, 4, 6, 12, 24, 48, 120, 240, 480, 1200].map((n) => n * HOUR);
const MOST = 4;

/**
 * Round times for an axis that begins at zero.
 *
 * @param highestMs the longest time shown; not negative
 * @returns 0 and one to four times above it, in ms; the last is at least `highestMs`
 */
export function durationTicks(highestMs: number): readonly number[] {
  const steps = highestMs <= MINUTE ? SECONDS : highestMs <= HOUR ? MINUTES : HOURS;
  const step =
    steps.find((candidate) => highestMs / candidate <= MOST) ?? Math.ceil(highestMs / MOST / HOUR) * HOUR;
  const count = Math.max(1, Math.ceil(highestMs / step));
  return Array.from({ length: count + 1 }, (_, n) => n * step);
}
