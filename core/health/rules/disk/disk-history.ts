import type { Trend } from "../../../../shared/health-findings.ts";
import type { DiskMetrics } from "../../../../shared/model/health-reading.ts";

/** What a counter was at one earlier reading. */
export type CounterPoint = { readonly atMs: number; readonly value: number };

/** What earlier readings of the same disk said, found again by its serial number or world wide name. */
export type DiskHistory = {
  /** When the reading that is judged was made. */
  readonly nowMs: number;
  /**
   * Earlier values, the oldest first. Readings without change may be left out, but for the first of each value: since when a
   * counter stands still is read from it.
   */
  readonly counters: { readonly [Counter in keyof DiskMetrics]?: readonly CounterPoint[] };
};

const DAY_MS = 86_400_000;
/** A counter that rose counts as rising until it has stood still for so long. */
export const STABLE_AFTER_MS = 30 * DAY_MS;

/**
 * How a counter came to where it is.
 *
 * @param value what the reading that is judged says
 * @returns undefined without any earlier reading
 */
export function trendOf(
  counter: keyof DiskMetrics,
  value: number,
  history: DiskHistory | undefined,
): Trend | undefined {
  const points = history?.counters[counter] ?? [];
  const last = points.at(-1);
  if (history === undefined || last === undefined) return undefined;
  if (last.value !== value) {
    // fewer than before is no rise: sectors that were pending could be written again, or a replaced board counts anew
    return {
      before: last.value,
      beforeMs: last.atMs,
      stableSinceMs: value > last.value ? null : history.nowMs,
    };
  }
  const changedAt = points.findLastIndex((point) => point.value !== value);
  const first = points[changedAt + 1] ?? last;
  const before = points[changedAt] ?? first;
  return { before: before.value, beforeMs: before.atMs, stableSinceMs: first.atMs };
}

/** @returns whether it rose at this reading or not long before. A clock that went backwards does not make it stable. */
export function isRising(value: number, trend: Trend, nowMs: number): boolean {
  if (trend.stableSinceMs === null) return true;
  return value > trend.before && nowMs - trend.stableSinceMs < STABLE_AFTER_MS;
}
