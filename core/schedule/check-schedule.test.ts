import { expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { processorTimeMs } from "../../test/support/processor-time.ts";
import { checkSchedule } from "./check-schedule.ts";
import { longestGapMinutes } from "./longest-gap.ts";
import { nextRuns } from "./next-runs.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const cron = (expression: string): Schedule => ({ kind: "cron", expression });

test.each([
  ["61 * * * *", "minute"],
  ["*/0 * * * *", "minute"],
  ["0-99999999 * * * *", "minute"],
  ["0 24 * * *", "hour"],
  ["0 0 0-9999999 * *", "day"],
  ["0 0 32 * *", "day"],
  ["0 0 31 2 *", "day"],
  ["0 0 * 13 *", "month"],
  ["0 0 * * 8", "weekday"],
  ["0 0 * * someday", "weekday"],
  ["0 0 L-30 2 *", "never"],
  ["0 0 1-7 * 5#2", "never"],
  ["0 0 0 4 * *", "fields"],
  ["0 4 * *", "fields"],
  ["@daily", "fields"],
  ["0 4 * * 1; rm", "fields"],
  ["９ 4 * * *", "fields"],
  ["", "fields"],
])("refuses %j: %s", (expression, reason) => {
  const startMs = processorTimeMs();
  expect(() => checkSchedule(cron(expression))).toThrow(
    expect.objectContaining({ code: "SCHEDULE_INVALID", details: { expression, reason } }),
  );
  expect(processorTimeMs() - startMs).toBeLessThan(5000);
});

test.each([
  "0 4 * * 1",
  "  */15 7-19\t* jan-mar MON-FRI ",
  "0 22-6 * * *",
  "0 0 29 2 *",
  "0 0 LW * *",
  "0 0 ? * 5L",
])("takes %j", (expression) => {
  checkSchedule(cron(expression));
  expect(nextRuns(cron(expression), Date.UTC(2026, 0, 1), 5)).toHaveLength(5);
});

const MINUTES_PER_DAY = 1440;
test.each<[Schedule, number | undefined]>([
  [{ kind: "manual" }, undefined],
  [{ kind: "continuous", dailyAt: "12:00" }, MINUTES_PER_DAY],
  [{ kind: "daily", at: "01:30", weekdays: EVERY_DAY }, MINUTES_PER_DAY],
  [{ kind: "daily", at: "01:30", weekdays: [1, 2, 3, 4, 5] }, 3 * MINUTES_PER_DAY],
  [{ kind: "daily", at: "01:30", weekdays: [4] }, 7 * MINUTES_PER_DAY],
  [{ kind: "monthly", day: 31, at: "01:30" }, 31 * MINUTES_PER_DAY],
  [
    { kind: "hourly", everyHours: 1, minute: 5, fromHour: 7, toHour: 19, weekdays: [1, 2, 3, 4, 5] },
    60 * 60, // Friday 19:05 to Monday 7:05
  ],
  [{ kind: "hourly", everyHours: 1, minute: 5, fromHour: 0, toHour: 23, weekdays: EVERY_DAY }, 60],
  [{ kind: "hourly", everyHours: 2, minute: 0, fromHour: 22, toHour: 6, weekdays: EVERY_DAY }, 16 * 60],
  [cron("*/15 * * * *"), 15],
  [cron("* * * * *"), 1],
  [cron("0 0 29 2 *"), 1461 * MINUTES_PER_DAY],
  [cron("0 4 29 2 1"), 10_227 * MINUTES_PER_DAY],
])("the longest gap of %j", (schedule, minutes) => {
  expect(longestGapMinutes(schedule)).toBe(minutes);
});
