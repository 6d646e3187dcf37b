import { BackstayError } from "../../../shared/errors.ts";
import { type CalendarDuration, isZeroDuration } from "./calendar-duration.ts";
import type { TagList } from "./filter-snapshots.ts";

/** How many to keep. */
export type KeepCount = number | "unlimited";

/** Which snapshots to keep: all that any of the rules asks for. Absent, zero and empty rules ask for none. */
export type RetentionPolicy = {
  readonly last?: KeepCount;
  readonly hourly?: KeepCount;
  readonly daily?: KeepCount;
  readonly weekly?: KeepCount;
  readonly monthly?: KeepCount;
  readonly yearly?: KeepCount;
  /** Everything newer than this, counted back from the newest snapshot that is not in the future. */
  readonly within?: CalendarDuration;
  readonly withinHourly?: CalendarDuration;
  readonly withinDaily?: CalendarDuration;
  readonly withinWeekly?: CalendarDuration;
  readonly withinMonthly?: CalendarDuration;
  readonly withinYearly?: CalendarDuration;
  /** Everything that has all tags of one of these lists. */
  readonly tags?: readonly TagList[];
};

/** Whether the policy asks for nothing, which is no reason to delete everything. */
export function isEmptyPolicy(policy: RetentionPolicy): boolean {
  const { tags = [], within, withinHourly, withinDaily, withinWeekly, withinMonthly, withinYearly } = policy;
  const counts = [policy.last, policy.hourly, policy.daily, policy.weekly, policy.monthly, policy.yearly];
  const spans = [within, withinHourly, withinDaily, withinWeekly, withinMonthly, withinYearly];
  return (
    tags.length === 0 &&
    counts.every((count) => count === undefined || count === 0) &&
    spans.every((span) => span === undefined || isZeroDuration(span))
  );
}

/**
 * @param text a whole number, `unlimited`, or `-1`, which older versions of restic's manual use for it
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseKeepCount(text: string): KeepCount {
  if (text === "unlimited" || text === "-1") return "unlimited";
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count)) return count;
  throw new BackstayError("VALUE_INVALID", { value: text, expected: "keep-count" });
}
