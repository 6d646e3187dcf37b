import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCalendarDuration, isZeroDuration, parseCalendarDuration } from "./calendar-duration.ts";

test("reads what restic's manual shows", () => {
  expect(parseCalendarDuration("2y5m7d3h")).toEqual({ years: 2, months: 5, days: 7, hours: 3 });
  expect(parseCalendarDuration(" 7d ")).toEqual({ years: 0, months: 0, days: 7, hours: 0 });
});

test.each(["1", "d", "2w", "-1d", "1d 2h", "1.5d", "1d-2h"])("refuses %j", (text) => {
  expect(() => parseCalendarDuration(text)).toThrow("VALUE_INVALID");
});

test("no time at all is the empty text", () => {
  expect(isZeroDuration(parseCalendarDuration(""))).toBe(true);
  expect(isZeroDuration(parseCalendarDuration("0h"))).toBe(true);
  expect(isZeroDuration(parseCalendarDuration("1h"))).toBe(false);
});

test("what is written is read back the same", () => {
  const part = fc.nat(10_000);
  fc.assert(
    fc.property(fc.record({ years: part, months: part, days: part, hours: part }), (duration) => {
      expect(parseCalendarDuration(formatCalendarDuration(duration))).toEqual(duration);
    }),
  );
});
