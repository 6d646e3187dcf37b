import { validateDetailed } from "node-cron";
import { BackstayError } from "../../shared/errors.ts";
import type { ScheduleProblem } from "../../shared/host-errors.ts";

/** A cron expression in full. */
export type CronFields = {
  /** 0 to 59, rising. */
  readonly minutes: readonly number[];
  /** 0 to 23, rising. */
  readonly hours: readonly number[];
  /** 1 to 31, or `L`, `L-3`, `15W`, `LW`. */
  readonly days: readonly (number | string)[];
  /** 1 to 12. */
  readonly months: readonly number[];
  /** 0, Sunday, to 6, or `5#2`, `5L`. */
  readonly weekdays: readonly (number | string)[];
};

const PROBLEMS: Readonly<Record<string, ScheduleProblem>> = {
  minute: "minute",
  hour: "hour",
  dayOfMonth: "day",
  month: "month",
  dayOfWeek: "weekday",
};

/**
 * Reads the five fields of a cron expression: numbers, names of months and weekdays, lists, ranges (also `22-6`), steps, and for
 * days `L`, `L-3`, `15W`, `LW`, `5#2`, `5L`.
 *
 * @throws {BackstayError} SCHEDULE_INVALID, with what is wrong with it
 */
export function parseCron(expression: string): CronFields {
  const refuse = (reason: ScheduleProblem) => new BackstayError("SCHEDULE_INVALID", { expression, reason });
  const fields = expression.trim().split(/\s+/);
  // the library also takes a sixth field, seconds, and names like @daily, which our pages do not offer
  if (fields.length !== 5 || /[^a-z0-9*,/#?\s-]/i.test(expression)) throw refuse("fields");
  // the library writes out ranges before it looks at their ends: 0-99999999 would take all memory
  const tooLong = fields.findIndex((field) => /\d{3}/.test(field));
  if (tooLong !== -1) throw refuse(Object.values(PROBLEMS)[tooLong] ?? "fields");
  const { fields: parsed, errors } = validateDetailed(fields.join(" "));
  if (parsed === undefined) throw refuse(PROBLEMS[errors[0]?.field ?? ""] ?? "fields");
  return {
    minutes: rising(parsed.minute),
    hours: rising(parsed.hour),
    days: parsed.dayOfMonth,
    months: parsed.month,
    weekdays: parsed.dayOfWeek,
  };
}

function rising(numbers: readonly number[]): readonly number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}
