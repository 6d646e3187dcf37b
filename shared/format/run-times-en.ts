import { weekdayName } from "./calendar-date.ts";
import type { Days, RunTimes, TimesOfDay } from "./run-times.ts";
import { sayTime } from "./say-time.ts";
import { isEveryDay, weekdayRuns } from "./weekday-runs.ts";

/** What begins in these hours is said to run at night. */
const NIGHT_FROM = 22 * 60;
const NIGHT_TO = 6 * 60;

/** @returns like `Every night at 01:30`, `Every 2 hours from 07:00 to 19:00, Monday to Friday` */
export function englishRunTimes({ times, days }: RunTimes): string {
  if (times.kind === "every") return `${repetition(times)}${onDays(times, days)}`;
  const at = join(times.minutes.map(sayTime));
  if (days.kind === "month") return `${monthDay(days)} at ${at}`;
  if (isEveryDay(days.weekdays)) {
    const isAtNight = times.minutes.every((minute) => minute >= NIGHT_FROM || minute < NIGHT_TO);
    return `Every ${isAtNight ? "night" : "day"} at ${at}`;
  }
  const [weekday] = days.weekdays;
  if (new Set(days.weekdays).size === 1 && weekday !== undefined) {
    return `Every ${weekdayName(weekday, "en")} at ${at}`;
  }
  return `At ${at}, ${englishWeekdays(days.weekdays)}`;
}

/** @returns like `Monday to Friday`, `Monday, Wednesday and Friday`, `every day` */
export function englishWeekdays(weekdays: readonly number[]): string {
  if (isEveryDay(weekdays)) return "every day";
  return join(
    weekdayRuns(weekdays).map(([first, last]) =>
      first === last ? weekdayName(first, "en") : `${weekdayName(first, "en")} to ${weekdayName(last, "en")}`,
    ),
  );
}

function repetition({ everyMinutes, range, past }: Extract<TimesOfDay, { kind: "every" }>): string {
  const unit = everyMinutes % 60 === 0 ? "hour" : "minute";
  const count = unit === "hour" ? everyMinutes / 60 : everyMinutes;
  const every = count === 1 ? `Every ${unit}` : `Every ${count} ${unit}s`;
  if (range === null)
    return past === 0 ? every : `${every}, ${past} ${past === 1 ? "minute" : "minutes"} past`;
  return `${every} from ${sayTime(range.from)} to ${sayTime(range.to)}`;
}

function onDays({ range }: Extract<TimesOfDay, { kind: "every" }>, days: Days): string {
  if (days.kind === "month") return `, ${lowerFirst(monthDay(days))}`;
  if (isEveryDay(days.weekdays)) return range === null ? "" : ", every day";
  const weekdays = englishWeekdays(days.weekdays);
  // beyond midnight it is another day than the one it began on
  return range !== null && range.to < range.from ? `, beginning on ${weekdays}` : `, ${weekdays}`;
}

function monthDay({ day, isExact }: Extract<Days, { kind: "month" }>): string {
  if (day === "last") return "On the last day of every month";
  if (day <= 28) return `On the ${ordinal(day)} of every month`;
  return isExact
    ? `On the ${ordinal(day)} of every month that has one`
    : `On the ${ordinal(day)} of every month, or its last day,`;
}

function ordinal(number: number): string {
  const isTeen = number > 10 && number < 20;
  const ending = isTeen ? undefined : ({ 1: "st", 2: "nd", 3: "rd" } as Record<number, string>)[number % 10];
  return `${number}${ending ?? "th"}`;
}

function join(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
