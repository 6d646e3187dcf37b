import type { Schedule } from "../../shared/model/schedule.ts";
import { calendarDay } from "./calendar-day.ts";
import { timetableOf } from "./timetable.ts";

const MINUTES_PER_DAY = 1440;
/** Long enough for every month of every length to follow on every other, a leap year among them. */
const SPAN_DAYS = 9 * 366;
/** Long enough for a 29 February that must be a certain weekday to come twice. */
const MAX_DAYS = 81 * 366;
/** 1 January 2024. */
const FIRST_DAY = 19_723;
const MAX_REMEMBERED = 200;

const remembered = new Map<string, number | undefined>();

/**
 * The longest time from one run to the next, by the calendar: when clocks are changed, it can be an hour longer.
 *
 * @returns minutes; undefined for a schedule that never starts by itself
 * @throws {BackstayError} SCHEDULE_INVALID
 */
export function longestGapMinutes(schedule: Schedule): number | undefined {
  const key = JSON.stringify(schedule);
  if (remembered.has(key)) return remembered.get(key);
  const gap = measure(schedule);
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(key, gap);
  return gap;
}

function measure(schedule: Schedule): number | undefined {
  const timetable = timetableOf(schedule);
  if (timetable === undefined) return undefined;
  let last: number | undefined;
  let longest: number | undefined;
  let measured: readonly number[] = [];
  for (let n = 0; n < MAX_DAYS && (n < SPAN_DAYS || longest === undefined); n += 1) {
    const minutes = timetable.minutesOn(calendarDay(FIRST_DAY + n));
    const [first] = minutes;
    if (first === undefined) continue;
    const midnight = n * MINUTES_PER_DAY;
    if (last !== undefined) longest = Math.max(longest ?? 0, midnight + first - last);
    // most days are alike, and a day can have 1440 runs
    if (minutes !== measured && minutes.length > 1) longest = Math.max(longest ?? 0, longestStep(minutes));
    measured = minutes;
    last = midnight + (minutes.at(-1) ?? first);
  }
  return longest;
}

function longestStep(minutes: readonly number[]): number {
  return Math.max(...minutes.slice(1).map((minute, n) => minute - (minutes[n] ?? minute)));
}
