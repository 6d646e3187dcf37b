import type { CalendarDay } from "./calendar-day.ts";
import type { CronFields } from "./cron-fields.ts";

/**
 * Whether a cron expression runs on a day. As in node-cron, and other than in some cron programs, a day must fit **both** the day
 * of the month and the day of the week.
 */
export function isCronDay(cron: CronFields, day: CalendarDay): boolean {
  return (
    cron.months.includes(day.month) &&
    cron.days.some((field) => isMonthDay(field, day)) &&
    cron.weekdays.some((field) => isWeekday(field, day))
  );
}

function isMonthDay(field: number | string, day: CalendarDay): boolean {
  if (typeof field === "number") return field === day.day;
  const token = field.toUpperCase();
  if (token === "L") return day.day === day.daysInMonth;
  if (token === "LW") return day.day === nearestWorkday(day, day.daysInMonth);
  if (token.startsWith("L-")) return day.day === day.daysInMonth - Number(token.slice(2));
  return day.day === nearestWorkday(day, Number.parseInt(token, 10));
}

/** The Monday to Friday nearest to a day of the month, without leaving the month; NaN where the month has no such day. */
function nearestWorkday({ day, weekday, daysInMonth }: CalendarDay, wanted: number): number {
  if (wanted > daysInMonth) return Number.NaN;
  const wantedWeekday = ((((weekday - 1 + wanted - day) % 7) + 7) % 7) + 1;
  if (wantedWeekday === 6) return wanted === 1 ? wanted + 2 : wanted - 1;
  if (wantedWeekday === 7) return wanted === daysInMonth ? wanted - 2 : wanted + 1;
  return wanted;
}

function isWeekday(field: number | string, { day, weekday, daysInMonth }: CalendarDay): boolean {
  const [, wanted, nth, last] = /^(\d)(?:#(\d)|(L))?$/i.exec(String(field)) ?? [];
  if (wanted === undefined || Number(wanted) % 7 !== weekday % 7) return false;
  if (nth !== undefined) return Math.ceil(day / 7) === Number(nth);
  return last === undefined || day + 7 > daysInMonth;
}
