/** A line through points of which some are wrong: by Theil and Sen, with an interval by Kendall's rank statistic. */

export type Point = { readonly x: number; readonly y: number };
export type Line = {
  /** At `x` = 0. */
  readonly base: number;
  readonly slope: number;
  /** 95 of 100 such samples of independent points have the true slope between these. */
  readonly slopeLow: number;
  readonly slopeHigh: number;
};

const Z_95 = 1.96;

/** @returns undefined for fewer than three points, or for points all at one place */
export function fitLine(points: readonly Point[]): Line | undefined {
  if (points.length < 3) return undefined;
  const slopes: number[] = [];
  for (const [index, a] of points.entries())
    for (const b of points.slice(index + 1)) if (a.x !== b.x) slopes.push((b.y - a.y) / (b.x - a.x));
  if (slopes.length < 3) return undefined;
  slopes.sort((a, b) => a - b);
  const slope = quantile(slopes, 0.5);
  const n = points.length;
  const spread = Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const low = (slopes.length - spread) / 2 / slopes.length;
  const bases = points.map(({ x, y }) => y - slope * x).sort((a, b) => a - b);
  return {
    base: quantile(bases, 0.5),
    slope,
    slopeLow: quantile(slopes, Math.max(0, low)),
    slopeHigh: quantile(slopes, Math.min(1, 1 - low)),
  };
}

/** @param sorted not empty, rising @param share 0 to 1 */
export function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at - Math.floor(at));
}
