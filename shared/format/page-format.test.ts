import { describe, expect, test } from "vitest";
import { formatDate, formatDay, formatMoment, formatTimeOfDay } from "./calendar-date.ts";
import { formatGrouped } from "./grouped-count.ts";
import { formatRelative, formatRunTime, formatSpan } from "./relative-time.ts";
import { formatColumnBytes, formatSiBytes, formatSpeed } from "./si-bytes.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Wednesday, 18 November 2026, 14:12, wherever the test runs. */
const NOW = new Date(2026, 10, 18, 14, 12).getTime();
const at = (month: number, day: number, hour = 0, minute = 0, year = 2026) =>
  new Date(year, month - 1, day, hour, minute).getTime();

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1 kB"],
  [1556, "1.56 kB"],
  [999_499, "999 kB"],
  [999_500, "1 MB"],
  [312_000_000, "312 MB"],
  [4_100_000_000, "4.1 GB"],
  [9_994_000_000, "9.99 GB"],
  [9_996_000_000, "10 GB"],
  [18_640_000_000, "18.6 GB"],
  [99_960_000_000, "100 GB"],
  [1_280_000_000_000, "1.28 TB"],
  [12_000_000_000_000, "12 TB"],
  [Number.MAX_SAFE_INTEGER, "9.01 PB"],
])("%d bytes are %s", (sizeBytes, expected) => {
  expect(formatSiBytes(sizeBytes)).toBe(expected);
});

test.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [1740, "1.7 kB"],
  [1800, "1.8 kB"],
  [18_240_000, "18.2 MB"],
  [99_940_000, "99.9 MB"],
  [99_960_000, "100 MB"],
  [999_500, "1.0 MB"],
  [12_000_000_000_000, "12.0 TB"],
])("below another size %d bytes are %s", (sizeBytes, expected) => {
  expect(formatColumnBytes(sizeBytes)).toBe(expected);
});

test("speeds are sizes per second", () => expect(formatSpeed(96_200_000.7)).toBe("96.2 MB/s"));

test("counts are grouped by a space that no line breaks at", () => {
  expect([0, 999, 1204, 84_112, 1_234_567].map(formatGrouped)).toEqual([
    "0",
    "999",
    "1\u202f204",
    "84\u202f112",
    "1\u202f234\u202f567",
  ]);
});

describe("relative times", () => {
  test.each([
    [0, "just now", "just now", "刚刚"],
    [59_999, "just now", "just now", "刚刚"],
    [MINUTE, "1 minute ago", "1 min ago", "1 分钟前"],
    [12.9 * MINUTE, "12 minutes ago", "12 min ago", "12 分钟前"],
    [HOUR, "1 hour ago", "1 h ago", "1 小时前"],
    [48 * HOUR - 1, "47 hours ago", "47 h ago", "47 小时前"],
    [-1, "in 1 minute", "in 1 min", "1 分钟后"],
    [-47.1 * MINUTE, "in 48 minutes", "in 48 min", "48 分钟后"],
    [-59.5 * MINUTE, "in 1 hour", "in 1 h", "1 小时后"],
    [-10.2 * HOUR, "in 11 hours", "in 11 h", "11 小时后"],
  ])("%d ms ago", (ageMs, long, short, zh) => {
    expect(formatRelative(NOW - ageMs, NOW, "en")).toBe(long);
    expect(formatRelative(NOW - ageMs, NOW, "en", "short")).toBe(short);
    expect(formatRelative(NOW - ageMs, NOW, "zh")).toBe(zh);
  });

  test("beyond two days they are dates, before and after", () => {
    expect(formatRelative(at(11, 12, 10, 24), NOW, "en")).toBe("on 12 November");
    expect(formatRelative(at(11, 12, 10, 24), NOW, "en", "short")).toBe("12 Nov");
    expect(formatRelative(at(11, 12, 10, 24), NOW, "zh")).toBe("11月12日");
    expect(formatRelative(at(1, 3, 1, 0, 2027), NOW, "en")).toBe("on 3 January 2027");
    expect(formatRelative(at(1, 3, 1, 0, 2027), NOW, "zh", "short")).toBe("2027年1月3日");
  });

  test.each([
    [0, "0 minutes", "0 min", "0 分钟"],
    [10 * HOUR, "10 hours", "10 h", "10 小时"],
    [86 * 24 * HOUR, "86 days", "86 days", "86 天"],
  ])("a span of %d ms has no direction", (spanMs, long, short, zh) => {
    expect(formatSpan(spanMs, "en")).toBe(long);
    expect(formatSpan(spanMs, "en", "short")).toBe(short);
    expect(formatSpan(spanMs, "zh")).toBe(zh);
  });
});

test.each([
  [999, "under 1 s", "不到 1 秒"],
  [41_900, "41 s", "41 秒"],
  [60_000, "1 min", "1 分钟"],
  [101_000, "1 min 41 s", "1 分 41 秒"],
  [22 * MINUTE + 41_000, "22 min", "22 分钟"],
  [4.5 * HOUR, "4 h 30 min", "4 小时 30 分"],
  [11.9 * HOUR, "11 h", "11 小时"],
  [30 * HOUR, "30 h", "30 小时"],
])("a run of %d ms took %s", (durationMs, en, zh) => {
  expect(formatRunTime(durationMs, "en")).toBe(en);
  expect(formatRunTime(durationMs, "zh")).toBe(zh);
});

describe("moments", () => {
  test.each([
    [at(11, 18, 0, 5), "00:05", "00:05"],
    [at(11, 19, 1, 30), "Tomorrow 01:30", "明天 01:30"],
    [at(11, 17, 23, 59), "Yesterday 23:59", "昨天 23:59"],
    [at(11, 16, 17, 51), "Mon 16 Nov, 17:51", "11月16日 周一 17:51"],
    [at(11, 22, 9, 0), "Sun 22 Nov, 09:00", "11月22日 周日 09:00"],
    [at(11, 11, 10, 24), "11 Nov, 10:24", "11月11日 10:24"],
    [at(11, 12, 10, 24, 2025), "12 Nov 2025, 10:24", "2025年11月12日 10:24"],
  ])("%d is said by the calendar", (timeMs, en, zh) => {
    expect(formatMoment(timeMs, NOW, "en")).toBe(en);
    expect(formatMoment(timeMs, NOW, "zh")).toBe(zh);
  });

  test("inside of a sentence days are written small, and weekdays as ever", () => {
    expect(formatMoment(at(11, 17, 1, 30), NOW, "en", "sentence")).toBe("yesterday 01:30");
    expect(formatMoment(at(11, 19, 1, 30), NOW, "en", "sentence")).toBe("tomorrow 01:30");
    expect(formatMoment(at(11, 16, 1, 30), NOW, "en", "sentence")).toBe("Mon 16 Nov, 01:30");
    expect(formatMoment(at(11, 17, 1, 30), NOW, "zh", "sentence")).toBe("昨天 01:30");
  });

  test("a time of day and a date stand alone too", () => {
    expect(formatTimeOfDay(at(11, 18, 1, 52))).toBe("01:52");
    expect(formatDate(at(5, 9), NOW, "en", "long")).toBe("9 May");
  });
});

test.each([
  [at(11, 18), "Today", "今天"],
  [at(11, 19), "Tomorrow", "明天"],
  [at(11, 22), "Sun 22 Nov", "11月22日 周日"],
  [at(1, 4, 0, 0, 2027), "Mon 4 Jan 2027", "2027年1月4日 周一"],
])("a day to choose: %d is %s", (timeMs, english, chinese) => {
  expect(formatDay(timeMs, NOW, "en")).toBe(english);
  expect(formatDay(timeMs, NOW, "zh")).toBe(chinese);
});
