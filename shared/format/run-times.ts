import type { RunWindow, Schedule } from "../model/schedule.ts";
import { readCron } from "./cron-meaning.ts";

/** When something happens on the days it happens on, in minutes since midnight. */
export type TimesOfDay =
  | { readonly kind: "at"; readonly minutes: readonly number[] }
  /** `from` and `to` are the first and the last time; null where it goes round the clock. */
  | {
      readonly kind: "every";
      readonly everyMinutes: number;
      readonly range: { readonly from: number; readonly to: number } | null;
      /** Minutes past the hour, where it goes round the clock. */
      readonly past: number;
    };

/** On which days. */
export type Days =
  | { readonly kind: "weekdays"; readonly weekdays: readonly number[] }
  /** `isExact`: months without that day are left out. */
  | { readonly kind: "month"; readonly day: number | "last"; readonly isExact: boolean };

/** What a schedule's times come down to, for saying it. */
export type RunTimes = { readonly times: TimesOfDay; readonly days: Days };

type Clocked = Exclude<Schedule, { kind: "manual" } | { kind: "continuous" }>;

const HOURS_PER_DAY = 24;
/** More are easier to read as the expression they come from. */
const MAX_TIMES = 4;

/** @returns undefined for a cron expression that is not simple enough to be said */
export function readRunTimes(schedule: Clocked): RunTimes | undefined {
  switch (schedule.kind) {
    case "hourly": {
      const { everyHours, fromHour, toHour, minute, weekdays } = schedule;
      const length = (toHour - fromHour + HOURS_PER_DAY) % HOURS_PER_DAY;
      const steps = Math.floor(length / everyHours);
      const from = fromHour * 60 + minute;
      return {
        times: repeated(everyHours, steps + 1, from),
        days: { kind: "weekdays", weekdays },
      };
    }
    case "daily":
      return {
        times: { kind: "at", minutes: [minuteOfDay(schedule.at)] },
        days: { kind: "weekdays", weekdays: schedule.weekdays },
      };
    case "monthly":
      return {
        times: { kind: "at", minutes: [minuteOfDay(schedule.at)] },
        days: { kind: "month", day: schedule.day, isExact: false },
      };
    case "cron":
      return readCronTimes(schedule.expression);
  }
}

/** Minutes since midnight of `HH:MM`. */
export function minuteOfDay(hourAndMinute: RunWindow["from"]): number {
  const [hour, minute] = hourAndMinute.split(":");
  return Number(hour) * 60 + Number(minute);
}

function readCronTimes(expression: string): RunTimes | undefined {
  const cron = readCron(expression);
  if (cron === undefined) return undefined;
  const times = timesOfDay(cron.minutes, cron.hours);
  if (times === undefined) return undefined;
  const days: Days =
    cron.day === undefined
      ? { kind: "weekdays", weekdays: cron.weekdays }
      : { kind: "month", day: cron.day, isExact: true };
  return { times, days };
}

function timesOfDay(minutes: readonly number[], hours: readonly number[]): TimesOfDay | undefined {
  const [minute] = minutes;
  const [firstHour] = hours;
  if (minute === undefined || firstHour === undefined) return undefined;
  const hourStep = evenStep(hours);
  if (minutes.length > 1) return everyFewMinutes(minutes, hours);
  if (hours.length > 2 && hourStep !== undefined) {
    return repeated(hourStep, hours.length, firstHour * 60 + minute);
  }
  if (hours.length > MAX_TIMES) return undefined;
  return { kind: "at", minutes: hours.map((hour) => hour * 60 + minute) };
}

function everyFewMinutes(minutes: readonly number[], hours: readonly number[]): TimesOfDay | undefined {
  const step = evenStep(minutes);
  const [first] = minutes;
  // every 7 minutes, but again from the full hour, is nothing that is said shortly
  if (step === undefined || first !== 0 || step * minutes.length !== 60) return undefined;
  const [firstHour] = hours;
  const lastHour = hours.at(-1);
  if (firstHour === undefined || lastHour === undefined) return undefined;
  if (hours.length === HOURS_PER_DAY) return { kind: "every", everyMinutes: step, range: null, past: 0 };
  if (lastHour - firstHour !== hours.length - 1) return undefined;
  const range = { from: firstHour * 60, to: lastHour * 60 + 60 - step };
  return { kind: "every", everyMinutes: step, range, past: 0 };
}

function repeated(everyHours: number, count: number, from: number): TimesOfDay {
  if (count === 1) return { kind: "at", minutes: [from] };
  const everyMinutes = everyHours * 60;
  if (count * everyHours === HOURS_PER_DAY && from < everyMinutes && everyHours === 1) {
    return { kind: "every", everyMinutes, range: null, past: from % 60 };
  }
  const to = (from + (count - 1) * everyMinutes) % (HOURS_PER_DAY * 60);
  return { kind: "every", everyMinutes, range: { from, to }, past: 0 };
}

/** @returns the distance between neighbours where it is always the same */
function evenStep(numbers: readonly number[]): number | undefined {
  const [first, second] = numbers;
  if (first === undefined || second === undefined) return undefined;
  const step = second - first;
  return numbers.every((number, n) => number === first + n * step) ? step : undefined;
}
