import { z } from "zod";
import { HourAndMinute } from "./primitives.ts";

/** 1 is Monday, 7 Sunday. */
const Weekdays = z.array(z.int().min(1).max(7)).min(1).max(7);

/** When a plan runs, in this machine's local time. */
export const Schedule = z.discriminatedUnion("kind", [
  /** Only when a person says so. */
  z.strictObject({ kind: z.literal("manual") }),
  /** Every so many hours, the first time at `fromHour`, the last time at or before `toHour`. */
  z.strictObject({
    kind: z.literal("hourly"),
    everyHours: z.int().min(1).max(12),
    minute: z.int().min(0).max(59),
    fromHour: z.int().min(0).max(23),
    toHour: z.int().min(0).max(23),
    weekdays: Weekdays,
  }),
  z.strictObject({ kind: z.literal("daily"), at: HourAndMinute, weekdays: Weekdays }),
  /** `day` 1 to 31, in shorter months the last one; `last` is always the last. */
  z.strictObject({
    kind: z.literal("monthly"),
    day: z.union([z.int().min(1).max(31), z.literal("last")]),
    at: HourAndMinute,
  }),
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  z.strictObject({ kind: z.literal("cron"), expression: z.string().min(9).max(200) }),
  /** Soon after files changed, and anyway every day at `dailyAt`. */
  z.strictObject({ kind: z.literal("continuous"), dailyAt: HourAndMinute }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** When a run that was missed may be caught up; the end may be before the start, then it is after midnight. */
export const RunWindow = z.strictObject({ from: HourAndMinute, to: HourAndMinute });
export type RunWindow = z.infer<typeof RunWindow>;
