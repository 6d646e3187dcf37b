import type { CalendarDuration } from "./calendar-duration.ts";
import type { SelectableSnapshot } from "./selectable.ts";

/** Offset of this computer's zone at an instant (milliseconds since 1970), in minutes east of Greenwich. */
export type LocalZone = (epochMs: number) => number;

type Time = Pick<SelectableSnapshot, "time" | "timeNs">;
export type Period = "hourly" | "daily" | "weekly" | "monthly" | "yearly";

const NS_PER_MS = 1_000_000n;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const OFFSET = /([+-])(\d\d):(\d\d)$/;

export const zoneOfThisComputer: LocalZone = (epochMs) => -new Date(epochMs).getTimezoneOffset();

/** Minutes east of Greenwich at which the snapshot's time was written. */
function offsetOf(time: string): number {
  const [, sign, hours, minutes] = OFFSET.exec(time) ?? [];
  const size = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === "-" ? -size : size;
}

/** Whole milliseconds, rounded down, before 1970 too. */
function epochMsOf(timeNs: bigint): number {
  const belowMs = ((timeNs % NS_PER_MS) + NS_PER_MS) % NS_PER_MS;
  return Number((timeNs - belowMs) / NS_PER_MS);
}

/** What a clock on the wall showed, as milliseconds since 1970 had it been in Greenwich. */
function wallClockMs({ time, timeNs }: Time): number {
  return epochMsOf(timeNs) + offsetOf(time) * MINUTE_MS;
}

/** @returns a number that two times share when they fall into the same hour, day, ISO week, month or year */
export function periodNumber(time: Time, period: Period): number {
  const wallMs = wallClockMs(time);
  const date = new Date(wallMs);
  switch (period) {
    case "hourly":
      return Math.floor(wallMs / HOUR_MS);
    case "daily":
      return Math.floor(wallMs / DAY_MS);
    case "weekly":
      return Math.floor((wallMs / DAY_MS + 3) / 7); // 1970 began on a Thursday, a week begins on Monday
    case "monthly":
      return date.getUTCFullYear() * 12 + date.getUTCMonth();
    case "yearly":
      return date.getUTCFullYear();
  }
}

/**
 * The instant that lies a duration before a time, in nanoseconds since 1970; nothing when that is beyond all calendars.
 *
 * Years, months and days go back on the calendar, at the same time of day; a day the month lacks runs over into the
 * next. As in restic, a time written at the offset this computer has at that moment is taken to be a time of this
 * computer's zone, so that summer time counts on the way back; any other keeps its offset.
 */
export function goBack(time: Time, duration: CalendarDuration, zone: LocalZone): bigint | undefined {
  const epochMs = epochMsOf(time.timeNs);
  const belowMs = time.timeNs - BigInt(epochMs) * NS_PER_MS;
  const ownOffset = offsetOf(time.time);
  const wall = new Date(epochMs + ownOffset * MINUTE_MS);
  const thenWallMs = wall.setUTCFullYear(
    wall.getUTCFullYear() - duration.years,
    wall.getUTCMonth() - duration.months,
    wall.getUTCDate() - duration.days,
  );
  if (Number.isNaN(thenWallMs)) return undefined;
  const isLocal = OFFSET.test(time.time) && zone(epochMs) === ownOffset; // `Z` is always Greenwich
  const offset = isLocal ? offsetAtWallClock(thenWallMs, zone) : ownOffset;
  const thenMs = thenWallMs - offset * MINUTE_MS - duration.hours * HOUR_MS;
  return BigInt(thenMs) * NS_PER_MS + belowMs;
}

/** Where the clock was put forward or back, one of the two answers; the one that Go gives. */
function offsetAtWallClock(wallMs: number, zone: LocalZone): number {
  return zone(wallMs - zone(wallMs) * MINUTE_MS);
}
