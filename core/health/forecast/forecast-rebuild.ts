import type { ArrayOperation } from "../../../shared/model/health-reading.ts";
import type { Forecast, SeriesRun } from "../../../shared/model/health-view.ts";
import { nothing } from "./forecast-space.ts";

/** Speed is looked at over this time. */
export const REBUILD_TREND_MS = 6 * 3_600_000;
const MIN_SPAN_MS = 10 * 60_000;
const MAX_REMAINING_MS = 365 * 86_400_000;

/**
 * When a rebuild ends: by the tool's own estimate, which looks at the last moments, and by how far it came since it was first seen.
 * Where both are known they bound each other.
 *
 * @param runs of how much is done in percent, the oldest first
 * @param readMs when `operation` was read
 */
export function forecastRebuildEnd(
  operation: ArrayOperation | null,
  runs: readonly SeriesRun[],
  readMs: number,
): Forecast {
  if (operation === null) return nothing("none");
  if (operation.isWaiting) return nothing("not-enough-data");
  const remaining = [operation.remainingSeconds === null ? null : operation.remainingSeconds * 1000];
  remaining.push(bySpeed(operation.donePercent, runs, readMs));
  const known = remaining.filter((ms) => ms !== null).filter((ms) => ms <= MAX_REMAINING_MS);
  if (known.length === 0) return nothing("not-enough-data");
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const likely = known.reduce((sum, ms) => sum + ms, 0) / known.length;
  // whoever else uses the disks makes it slower, and may stop
  return {
    kind: "expected",
    earliestMs: Math.round(readMs + least * 0.8),
    likelyMs: Math.round(readMs + likely),
    latestMs: Math.round(readMs + most * 1.5),
  };
}

function bySpeed(donePercent: number | null, runs: readonly SeriesRun[], readMs: number): number | null {
  if (donePercent === null || donePercent >= 100) return null;
  // what came before it began anew belongs to another operation
  const fell = runs.findLastIndex((run, index) => run.value < (runs[index - 1]?.value ?? run.value));
  const current = runs.slice(Math.max(0, fell)).filter(({ toMs }) => toMs >= readMs - REBUILD_TREND_MS);
  const [first] = current;
  if (first === undefined) return null;
  const [spanMs, risen] = [readMs - first.fromMs, donePercent - first.value];
  if (spanMs < MIN_SPAN_MS || risen <= 0) return null;
  return ((100 - donePercent) / risen) * spanMs;
}
