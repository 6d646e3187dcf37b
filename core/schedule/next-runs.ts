import type { Schedule } from "../../shared/model/schedule.ts";
import { type CalendarDay, calendarDay, localDayNumber } from "./calendar-day.ts";
import { localMoments } from "./local-moments.ts";
import { type Timetable, timetableOf } from "./timetable.ts";

/** Mondays that are a 29 February can be 40 years apart. A schedule without a time for longer has none. */
const MAX_DAYS = 41 * 366;

/**
 * The next times a schedule starts, in this machine's local time. When clocks are put forward, a time that does not exist runs at
 * the next moment that does. When they are put back, a time that comes twice runs once, unless the schedule runs in every hour.
 *
 * node-cron reads cron expressions for us, but it only counts from the system's own clock and knows nothing of our other
 * schedules, so the times are found here, day by day.
 *
 * @param afterMs the first one is later than this
 * @returns at most `count` times, rising; none for a schedule that never starts by itself
 * @throws {BackstayError} SCHEDULE_INVALID
 */
export function nextRuns(schedule: Schedule, afterMs: number, count: number): number[] {
  const timetable = timetableOf(schedule);
  const runs: number[] = [];
  if (timetable === undefined || count <= 0) return runs;
  let lastMs = afterMs;
  let lastDay = localDayNumber(afterMs);
  // a time of yesterday that did not exist may have moved to today
  for (let number = lastDay - 1; number < lastDay + MAX_DAYS; number += 1) {
    for (const moment of momentsOn(timetable, calendarDay(number))) {
      if (moment <= lastMs) continue;
      runs.push(moment);
      if (runs.length === count) return runs;
      lastMs = moment;
      lastDay = number;
    }
  }
  return runs;
}

/**
 * The last times a schedule was to start in a stretch of time, however long it is.
 *
 * @param afterMs the first one is later than this
 * @param untilMs the last one is not later than this
 * @returns at most `count` times, the newest there are, rising
 * @throws {BackstayError} SCHEDULE_INVALID
 */
export function latestRuns(schedule: Schedule, afterMs: number, untilMs: number, count: number): number[] {
  const timetable = timetableOf(schedule);
  const runs: number[] = []; // falling
  if (timetable === undefined || afterMs >= untilMs) return runs;
  const firstDay = localDayNumber(afterMs) - 1;
  let lastDay = localDayNumber(untilMs);
  for (let number = lastDay; number >= firstDay && number > lastDay - MAX_DAYS; number -= 1) {
    if (runs.length >= count) break;
    const moments = momentsOn(timetable, calendarDay(number));
    for (const moment of moments.toReversed()) {
      if (moment <= afterMs || moment > untilMs || moment >= (runs.at(-1) ?? Infinity)) continue;
      runs.push(moment);
      lastDay = number;
    }
  }
  return runs.slice(0, count).reverse();
}

function momentsOn(timetable: Timetable, day: CalendarDay): number[] {
  const moments = timetable.minutesOn(day).flatMap((minute) => {
    const found = localMoments(day, minute);
    return timetable.isRoundTheClock ? found : found.slice(0, 1);
  });
  return moments.sort((a, b) => a - b);
}
