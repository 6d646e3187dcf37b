import type { Forecast, SeriesRun } from "../../../shared/model/health-view.ts";
import { nothing } from "./forecast-space.ts";

const DAY_MS = 86_400_000;
export const WEAR_TREND_MS = 365 * DAY_MS;
const MIN_SPAN_MS = 30 * DAY_MS;
const MIN_RISE = 2;
/** What is further away than this nobody can say. */
const FARTHEST_MS = 15 * 365 * DAY_MS;

/**
 * When the endurance that the maker promises is used up. Drives tell it in whole percent, so that what rose by three may have risen
 * by two or four: that is the interval.
 *
 * @param runs of the worn percent, the oldest first
 */
export function forecastWornOut(runs: readonly SeriesRun[], nowMs: number): Forecast {
  const last = runs.at(-1);
  if (last === undefined) return nothing("none");
  if (last.value >= 100) return { kind: "expected", earliestMs: nowMs, likelyMs: nowMs, latestMs: nowMs };
  const first = runs.find(({ toMs }) => toMs >= nowMs - WEAR_TREND_MS) ?? last;
  const startMs = Math.max(first.fromMs, nowMs - WEAR_TREND_MS);
  const spanMs = last.toMs - startMs;
  const rise = last.value - first.value;
  if (rise < 0) return nothing("not-enough-data"); // another disk's numbers, or firmware that counts anew
  if (spanMs < MIN_SPAN_MS) return nothing("not-enough-data");
  if (rise < MIN_RISE) {
    // even if it was nearly one more than was seen
    const soonestMs = ((100 - last.value) / (rise + 1)) * spanMs;
    return nothing(soonestMs > FARTHEST_MS ? "not-coming" : "not-enough-data");
  }
  const after = (percent: number) => Math.round(nowMs + ((100 - last.value) / percent) * spanMs);
  const likelyMs = after(rise);
  if (likelyMs - nowMs > FARTHEST_MS) return nothing("not-coming");
  return { kind: "expected", earliestMs: after(rise + 1), likelyMs, latestMs: after(rise - 1) };
}
