import { BackstayError } from "../../../shared/errors.ts";

/** A span in calendar units, none of them negative. A month is a month, however many days it has. */
export type CalendarDuration = {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
};

const PART = /(\d+)([ymdh])/g;
const UNITS = { y: "years", m: "months", d: "days", h: "hours" } as const;

/**
 * @param text numbers with the units `y`, `m`, `d` and `h`, like `1y5m7d2h`; of a unit given twice the last counts
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseCalendarDuration(text: string): CalendarDuration {
  const trimmed = text.trim();
  const duration = { years: 0, months: 0, days: 0, hours: 0 };
  for (const [, count, unit] of trimmed.matchAll(PART)) {
    duration[UNITS[unit as keyof typeof UNITS]] = Number(count);
  }
  if (trimmed.replaceAll(PART, "") !== "") {
    throw new BackstayError("VALUE_INVALID", { value: text, expected: "duration" });
  }
  return duration;
}

/** @returns the shortest text that parses to the same; empty for no time at all */
export function formatCalendarDuration({ years, months, days, hours }: CalendarDuration): string {
  const part = (count: number, unit: keyof typeof UNITS) => (count === 0 ? "" : `${count}${unit}`);
  return part(years, "y") + part(months, "m") + part(days, "d") + part(hours, "h");
}

export function isZeroDuration(duration: CalendarDuration): boolean {
  return formatCalendarDuration(duration) === "";
}
