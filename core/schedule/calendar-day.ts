/** A day of the calendar, wherever and however long it is. */
export type CalendarDay = {
  /** Days since 1 January 1970, so that the next day is the next number. */
  readonly number: number;
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  readonly daysInMonth: number;
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
};

const DAY_MS = 86_400_000;

/** @param number days since 1 January 1970 */
export function calendarDay(number: number): CalendarDay {
  const date = new Date(number * DAY_MS); // days of UTC all have the same length
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth() + 1;
  return {
    number,
    year,
    month,
    day: date.getUTCDate(),
    daysInMonth: new Date(Date.UTC(year, month, 0)).getUTCDate(),
    weekday: ((date.getUTCDay() + 6) % 7) + 1,
  };
}

/** @returns the number of the day that it is at that moment in this machine's local time */
export function localDayNumber(timeMs: number): number {
  const time = new Date(timeMs);
  return Date.UTC(time.getFullYear(), time.getMonth(), time.getDate()) / DAY_MS;
}
