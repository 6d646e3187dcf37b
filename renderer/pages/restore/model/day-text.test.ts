import { expect, test } from "vitest";
import { ageSpan, dateAndTime, dayAndTime, dayMark, longDay, monthMark, weekdayAndTime } from "./day-text.ts";

const tuesday = new Date(2026, 10, 17, 16, 0).getTime();
const now = new Date(2026, 10, 19, 14, 0).getTime();

test("a moment in both languages", () => {
  expect(longDay(tuesday, "en")).toBe("Tuesday, 17 November 2026");
  expect(longDay(tuesday, "zh")).toBe("2026年11月17日周二");
  expect(dateAndTime(tuesday, now, "en")).toBe("17 Nov, 16:00");
  expect(dateAndTime(new Date(2024, 1, 3, 10).getTime(), now, "zh")).toBe("2024年2月3日 10:00");
  expect(weekdayAndTime(tuesday, now, "en")).toBe("Tue 17 Nov, 16:00");
  expect(dayAndTime(tuesday, "en")).toBe("Tue 17, 16:00");
});

test("days below the timeline name the month where it begins", () => {
  const mark = (day: number, isFirst = false, isNarrow = false) =>
    dayMark(new Date(2026, 10, day).getTime(), { isFirst, isNarrow, language: "en" });
  expect(mark(5, true)).toBe("Thu 5 Nov");
  expect(mark(6)).toBe("Fri 6");
  expect(mark(1)).toBe("Sun 1 Nov");
  expect(mark(6, false, true)).toBe("6");
  expect(dayMark(tuesday, { isFirst: false, isNarrow: false, language: "zh" })).toBe("17日 周二");
});

test("months below an axis", () => {
  expect(monthMark(tuesday, true, "en")).toBe("Nov 2026");
  expect(monthMark(tuesday, false, "zh")).toBe("11月");
});

test("an age is told while it says something", () => {
  expect(ageSpan(tuesday, now, "en")).toBe("46 hours");
  expect(ageSpan(now, now, "en")).toBe("");
  expect(ageSpan(now + 1, now, "en")).toBeUndefined();
  expect(ageSpan(new Date(2025, 1, 1).getTime(), now, "en")).toBeUndefined();
});
