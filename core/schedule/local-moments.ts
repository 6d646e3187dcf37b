import { type CalendarDay, localDayNumber } from "./calendar-day.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The moments at which this machine's clock shows a time of day. When clocks are put forward, a time that is left out stands for
 * the first moment after it. When they are put back, a time comes twice.
 *
 * @param minute since midnight, below 1440
 * @returns one moment, or two, rising; in milliseconds since 1970
 */
export function localMoments(day: CalendarDay, minute: number): readonly number[] {
  const wanted = day.number * DAY_MS + minute * MINUTE_MS;
  // JavaScript takes the first of two, and for a time that is left out counts on by the offset before
  const moment = new Date(day.year, day.month - 1, day.day, 0, minute).getTime();
  const skipped = wallTime(moment) - wanted;
  if (skipped !== 0) return [firstMomentAfterGap(moment, skipped)];
  const again = repetitionOf(moment, wanted);
  return again === undefined ? [moment] : [moment, again];
}

/** @returns the minutes since midnight that this machine's clock shows */
export function localMinute(timeMs: number): number {
  const time = new Date(timeMs);
  return time.getHours() * 60 + time.getMinutes();
}

/** What the clock shows, as if it showed UTC. */
function wallTime(timeMs: number): number {
  const time = new Date(timeMs);
  const inDay = (localMinute(timeMs) * 60 + time.getSeconds()) * 1000 + time.getMilliseconds();
  return localDayNumber(timeMs) * DAY_MS + inDay;
}

/** @param moment less than `skipped` milliseconds after the clocks were put forward by so many */
function firstMomentAfterGap(moment: number, skipped: number): number {
  const offset = moment - wallTime(moment);
  let before = moment - skipped;
  let after = moment;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle - wallTime(middle) === offset) after = middle;
    else before = middle;
  }
  return after;
}

function repetitionOf(moment: number, wanted: number): number | undefined {
  // no zone has put its clocks back by more than a few hours without leaving out or repeating a date
  const later = moment + 4 * 60 * MINUTE_MS;
  const putBack = later - wallTime(later) - (moment - wallTime(moment));
  if (putBack <= 0) return undefined;
  const again = moment + putBack;
  return wallTime(again) === wanted ? again : undefined;
}
