import type { SeriesRun } from "../../../../shared/model/health-view.ts";

export type SeriesPoint = { readonly timeMs: number; readonly value: number };

/** Hosts are read every five minutes; what is missing longer than this was not read. */
const CONTINUES_MS = 20 * 60_000;
/** A gap narrower than a pixel of a small chart cannot be drawn. */
const PIXELS = 400;

/**
 * The lines of a chart: one for each stretch of time without a gap. Where nothing was read nothing is drawn.
 *
 * @param runs the oldest first
 * @param spanMs how much time the chart shows
 */
export function seriesLines(runs: readonly SeriesRun[], spanMs: number): readonly (readonly SeriesPoint[])[] {
  const gapMs = Math.max(CONTINUES_MS, spanMs / PIXELS);
  const lines: SeriesPoint[][] = [];
  let endMs = Number.NEGATIVE_INFINITY;
  for (const { fromMs, toMs, value } of runs) {
    const points = [{ timeMs: fromMs, value }, ...(toMs > fromMs ? [{ timeMs: toMs, value }] : [])];
    const line = lines.at(-1);
    if (line === undefined || fromMs - endMs > gapMs) lines.push(points);
    else line.push(...points);
    endMs = toMs;
  }
  return lines;
}

/** @returns the lowest and the highest value there was; undefined without any */
export function rangeOf(
  runs: readonly SeriesRun[],
): { readonly low: number; readonly high: number } | undefined {
  if (runs.length === 0) return undefined;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const run of runs) {
    low = Math.min(low, run.low);
    high = Math.max(high, run.high);
  }
  return { low, high };
}
