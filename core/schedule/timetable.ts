import type { Schedule } from "../../shared/model/schedule.ts";
import type { CalendarDay } from "./calendar-day.ts";
import { isCronDay } from "./cron-days.ts";
import { parseCron } from "./cron-fields.ts";

/** What a schedule says about the days of the calendar. */
export type Timetable = {
  /** Minutes since midnight, rising; empty on a day without a run. */
  minutesOn(day: CalendarDay): readonly number[];
  /** It runs in every hour of the day, so it also runs in the hour that comes twice when clocks are put back. */
  readonly isRoundTheClock: boolean;
};

const NEVER: readonly number[] = [];
const HOURS_PER_DAY = 24;

/**
 * @returns undefined for a schedule that only a person starts
 * @throws {BackstayError} SCHEDULE_INVALID for a cron expression that cannot be read
 */
export function timetableOf(schedule: Schedule): Timetable | undefined {
  switch (schedule.kind) {
    case "manual":
      return undefined;
    case "hourly":
      return hourly(schedule);
    case "daily":
      return once(schedule.at, ({ weekday }) => schedule.weekdays.includes(weekday));
    case "monthly": {
      const { day: wanted } = schedule;
      return once(
        schedule.at,
        ({ day, daysInMonth }) => day === (wanted === "last" ? daysInMonth : Math.min(wanted, daysInMonth)),
      );
    }
    case "continuous":
      return once(schedule.dailyAt, () => true);
    case "cron": {
      const cron = parseCron(schedule.expression);
      const minutes = cron.hours.flatMap((hour) => cron.minutes.map((minute) => hour * 60 + minute));
      return {
        minutesOn: (day) => (isCronDay(cron, day) ? minutes : NEVER),
        isRoundTheClock: cron.hours.length === HOURS_PER_DAY,
      };
    }
  }
}

function once(at: string, isOn: (day: CalendarDay) => boolean): Timetable {
  const [hour, minute] = at.split(":");
  const minutes = [Number(hour) * 60 + Number(minute)];
  return { minutesOn: (day) => (isOn(day) ? minutes : NEVER), isRoundTheClock: false };
}

/** Where the last hour is before the first one it is of the day after; the weekday is the one it began on. */
function hourly(schedule: Extract<Schedule, { kind: "hourly" }>): Timetable {
  const { everyHours, minute, fromHour, toHour, weekdays } = schedule;
  const lastHour = toHour < fromHour ? toHour + HOURS_PER_DAY : toHour;
  const minutes: number[] = [];
  for (let hour = fromHour; hour <= lastHour; hour += everyHours) minutes.push(hour * 60 + minute);
  const sameDay = minutes.filter((n) => n < HOURS_PER_DAY * 60);
  const nextDay = minutes.slice(sameDay.length).map((n) => n - HOURS_PER_DAY * 60);
  const both = [...nextDay, ...sameDay]; // those of the day before are earlier than those that begin here
  return {
    minutesOn: ({ weekday }) => {
      const hasBegun = nextDay.length > 0 && weekdays.includes(weekday === 1 ? 7 : weekday - 1);
      if (weekdays.includes(weekday)) return hasBegun ? both : sameDay;
      return hasBegun ? nextDay : NEVER;
    },
    isRoundTheClock: minutes.length === HOURS_PER_DAY,
  };
}
