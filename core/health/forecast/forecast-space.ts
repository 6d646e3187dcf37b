import type { Forecast, SeriesRun } from "../../../shared/model/health-view.ts";
import { fitLine, quantile } from "./robust-line.ts";

const DAY_MS = 86_400_000;
/** How far back the trend is looked for. */
export const SPACE_TREND_MS = 30 * DAY_MS;
/** What is further away than this nobody can say. */
const FARTHEST_MS = 3 * 365 * DAY_MS;
const MIN_DAYS = 7;

/**
 * When a file system is full, by a robust line through the middle of each of the last 30 days: a large file that came and went
 * again, or a night's clean-up, does not bend it.
 *
 * @param runs of its free space, the oldest first
 */
export function forecastFull(runs: readonly SeriesRun[], nowMs: number): Forecast {
  const days = middleOfDays(runs, nowMs);
  const [first, last] = [days[0], days.at(-1)];
  const free = runs.at(-1)?.value;
  if (first === undefined || last === undefined || free === undefined) return nothing("not-enough-data");
  if (free <= 0) return { kind: "expected", earliestMs: nowMs, likelyMs: nowMs, latestMs: nowMs };
  if (days.length < MIN_DAYS || last.x - first.x < MIN_DAYS - 1) return nothing("not-enough-data");
  const line = fitLine(days);
  if (line === undefined) return nothing("not-enough-data");
  if (line.slope >= 0) return nothing("not-coming");
  // it may as well grow: that is no trend
  if (line.slopeHigh >= 0) return nothing(isSlow(free, line.slopeLow) ? "not-coming" : "not-enough-data");
  if (isSlow(free, line.slope)) return nothing("not-coming");
  const after = (slope: number) => Math.round(nowMs + (free / -slope) * DAY_MS);
  const latestMs = after(line.slopeHigh);
  return {
    kind: "expected",
    earliestMs: after(line.slopeLow),
    likelyMs: after(line.slope),
    latestMs: latestMs - nowMs > 2 * FARTHEST_MS ? null : latestMs,
  };
}

function isSlow(free: number, slopePerDay: number): boolean {
  return slopePerDay >= 0 || (free / -slopePerDay) * DAY_MS > FARTHEST_MS;
}

/** The median of each day for which there are readings, weighed by how long each value stood; `x` is in days before now. */
function middleOfDays(runs: readonly SeriesRun[], nowMs: number): { x: number; y: number }[] {
  const days = new Map<number, number[]>();
  for (const { fromMs, toMs, value } of runs) {
    const from = Math.max(fromMs, nowMs - SPACE_TREND_MS);
    if (toMs < from) continue;
    for (let hourMs = from; hourMs <= toMs; hourMs += DAY_MS / 24) {
      const day = Math.floor((hourMs - nowMs) / DAY_MS);
      const values = days.get(day);
      if (values === undefined) days.set(day, [value]);
      else values.push(value);
    }
  }
  return [...days]
    .map(([x, values]) => ({
      x,
      y: quantile(
        values.sort((a, b) => a - b),
        0.5,
      ),
    }))
    .sort((a, b) => a.x - b.x);
}

export function nothing(kind: "none" | "not-coming" | "not-enough-data"): Forecast {
  return { kind, earliestMs: null, likelyMs: null, latestMs: null };
}
