import { describe, expect, test } from "vitest";
import type { Schedule } from "../model/schedule.ts";
import { scheduleSentence } from "./schedule-sentence.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WORKDAYS = [1, 2, 3, 4, 5];
const officeHours: Extract<Schedule, { kind: "hourly" }> = {
  kind: "hourly",
  everyHours: 1,
  minute: 0,
  fromHour: 7,
  toHour: 19,
  weekdays: WORKDAYS,
};
const nightly: Schedule = { kind: "daily", at: "01:30", weekdays: EVERY_DAY };

const presets: readonly (readonly [Schedule, en: string, zh: string])[] = [
  [{ kind: "manual" }, "Only when somebody starts it", "仅在手动启动时"],
  [officeHours, "Every hour from 07:00 to 19:00, Monday to Friday", "周一至周五 07:00 至 19:00，每小时一次"],
  [
    { ...officeHours, everyHours: 5, minute: 15, weekdays: EVERY_DAY },
    "Every 5 hours from 07:15 to 17:15, every day",
    "每天 07:15 至 17:15，每 5 小时一次",
  ],
  [
    { ...officeHours, fromHour: 0, toHour: 23, minute: 10, weekdays: EVERY_DAY },
    "Every hour, 10 minutes past",
    "每小时一次（整点过 10 分）",
  ],
  [
    { ...officeHours, fromHour: 22, toHour: 6, everyHours: 4, weekdays: [5] },
    "Every 4 hours from 22:00 to 06:00, beginning on Friday",
    "每周五 22:00 至次日 06:00，每 4 小时一次",
  ],
  [
    { ...officeHours, everyHours: 12, toHour: 12, weekdays: [1, 3, 5] },
    "At 07:00, Monday, Wednesday and Friday",
    "周一、周三、周五 07:00",
  ],
  [nightly, "Every night at 01:30", "每天 01:30"],
  [{ ...nightly, at: "13:05", weekdays: [7, 6] }, "At 13:05, Saturday and Sunday", "周六、周日 13:05"],
  [
    { ...nightly, at: "18:00", weekdays: [1, 2, 4, 5, 6, 1] },
    "At 18:00, Monday, Tuesday and Thursday to Saturday",
    "周一、周二、周四至周六 18:00",
  ],
  [{ ...nightly, at: "13:05", weekdays: EVERY_DAY }, "Every day at 13:05", "每天 13:05"],
  [{ ...nightly, weekdays: [3] }, "Every Wednesday at 01:30", "每周三 01:30"],
  [{ kind: "monthly", day: 1, at: "03:00" }, "On the 1st of every month at 03:00", "每月 1 日 03:00"],
  [
    { kind: "monthly", day: "last", at: "03:00" },
    "On the last day of every month at 03:00",
    "每月最后一天 03:00",
  ],
  [
    { kind: "monthly", day: 31, at: "03:00" },
    "On the 31st of every month, or its last day, at 03:00",
    "每月 31 日（没有该日的月份为最后一天）03:00",
  ],
  [
    { kind: "continuous", dailyAt: "12:30" },
    "Soon after files change, and every day at 12:30",
    "文件更改后不久，另外每天 12:30",
  ],
];

test.each(presets)("%j is said in both languages", (schedule, en, zh) => {
  expect(scheduleSentence(schedule, "en")).toBe(en);
  expect(scheduleSentence(schedule, "zh")).toBe(zh);
});

describe("cron expressions", () => {
  test.each([
    ["0 4 * * 1", "Every Monday at 04:00", "每周一 04:00"],
    ["0 4 * * 0", "Every Sunday at 04:00", "每周日 04:00"],
    ["  30 1   * * * ", "Every night at 01:30", "每天 01:30"],
    [
      "0 7-19 * * 1-5",
      "Every hour from 07:00 to 19:00, Monday to Friday",
      "周一至周五 07:00 至 19:00，每小时一次",
    ],
    ["*/15 * * * *", "Every 15 minutes", "每 15 分钟一次"],
    ["* * * * *", "Every minute", "每分钟一次"],
    [
      "*/20 8-17 * * 1-5",
      "Every 20 minutes from 08:00 to 17:40, Monday to Friday",
      "周一至周五 08:00 至 17:40，每 20 分钟一次",
    ],
    ["5 * * * *", "Every hour, 5 minutes past", "每小时一次（整点过 5 分）"],
    ["0 * * * 6,7", "Every hour, Saturday and Sunday", "周六、周日，每小时一次"],
    ["0 9,13,17 * * *", "Every 4 hours from 09:00 to 17:00, every day", "每天 09:00 至 17:00，每 4 小时一次"],
    ["0 9,13,18 * * *", "Every day at 09:00, 13:00 and 18:00", "每天 09:00、13:00、18:00"],
    ["0 3 15 * *", "On the 15th of every month at 03:00", "每月 15 日 03:00"],
    ["0 3 L * *", "On the last day of every month at 03:00", "每月最后一天 03:00"],
    [
      "0 3 31 * *",
      "On the 31st of every month that has one at 03:00",
      "每月 31 日（没有该日的月份除外）03:00",
    ],
  ])("%s is said", (expression, en, zh) => {
    expect(scheduleSentence({ kind: "cron", expression }, "en")).toBe(en);
    expect(scheduleSentence({ kind: "cron", expression }, "zh")).toBe(zh);
  });

  test.each([
    "0 4 1 * 1",
    "0 4 1,15 * *",
    "0 4 * 2 *",
    "0 4 * * 5#2",
    "0 4 * * mon",
    "*/7 * * * *",
    "5/10 * * * *",
    "61 * * * *",
    "0 25 * * *",
    "0 5-3 * * *",
    "0 */0 * * *",
    "0 1,2,4,8,16 * * *",
    "0 0 4 * * 1",
    "every day",
  ])("%s is shown as it is", (expression) => {
    expect(scheduleSentence({ kind: "cron", expression }, "en")).toBe(`At the times of: ${expression}`);
    expect(scheduleSentence({ kind: "cron", expression }, "zh")).toBe(`按 cron 表达式：${expression}`);
  });
});

describe("the window", () => {
  test("that begins with the only time of the day is told by its end", () => {
    const window = { from: "01:30", to: "06:00" };
    expect(scheduleSentence(nightly, "en", window)).toBe("Every night at 01:30, never after 06:00");
    expect(scheduleSentence(nightly, "zh", window)).toBe("每天 01:30，06:00 之后不再开始");
  });

  test("is about missed runs otherwise", () => {
    const window = { from: "20:00", to: "06:00" };
    expect(scheduleSentence(nightly, "en", window)).toBe(
      "Every night at 01:30; a missed run is caught up between 20:00 and 06:00 only",
    );
    expect(scheduleSentence(nightly, "zh", window)).toBe(
      "每天 01:30；错过的备份只在 20:00 至 06:00 之间补做",
    );
  });

  test("of a whole day, or of what never runs by itself, is not mentioned", () => {
    expect(scheduleSentence(nightly, "en", { from: "06:00", to: "06:00" })).toBe("Every night at 01:30");
    expect(scheduleSentence({ kind: "manual" }, "en", { from: "01:00", to: "06:00" })).not.toContain(";");
  });
});
