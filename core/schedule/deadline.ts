import type { Schedule } from "../../shared/model/schedule.ts";
import { nextRuns } from "./next-runs.ts";

const HOUR_MS = 3_600_000;
/** One run may be missed, with some time for the one after it to end. */
const GRACE_IN_GAPS = 1.25;
/** A plan that runs every few minutes is not late because one run takes longer. */
const MIN_GRACE_MS = HOUR_MS;
/** A weekly or monthly run that was missed is worth a word on the next day, not after the next one. */
const MAX_GRACE_MS = 30 * HOUR_MS;

/**
 * When a backup is too old by its plan's schedule: its next time was missed, and the one after that, or a day, is over as well. Nights
 * and weekends without a run make nobody wait longer afterwards.
 *
 * @param afterMs when the newest good backup ended, or since when there should be one
 * @returns undefined for a schedule that never starts by itself
 * @throws {BackstayError} SCHEDULE_INVALID
 */
export function scheduleDeadlineMs(schedule: Schedule, afterMs: number): number | undefined {
  const [nextMs, followingMs = Infinity] = nextRuns(schedule, afterMs, 2);
  if (nextMs === undefined) return undefined;
  const graceMs = GRACE_IN_GAPS * (followingMs - nextMs);
  return Math.round(nextMs + Math.min(MAX_GRACE_MS, Math.max(MIN_GRACE_MS, graceMs)));
}
