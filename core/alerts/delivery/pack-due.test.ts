import { expect, test } from "vitest";
import { monthBefore } from "../../audit/pack/month.ts";
import { isPackDue } from "./pack-due.ts";

const at = (month: number, day: number, hour = 12) => new Date(2027, month, day, hour).getTime();

test("a proof pack is due in the morning of the first of a month, once", () => {
  const asked = at(0, 15);
  expect(isPackDue(asked, at(0, 31, 23))).toBe(false);
  expect(isPackDue(asked, at(1, 1, 6))).toBe(false);
  expect(isPackDue(asked, at(1, 1, 7))).toBe(true);
  expect(isPackDue(at(1, 1, 7), at(1, 1, 8))).toBe(false);
  expect(isPackDue(at(1, 1, 7), at(1, 28))).toBe(false);
  expect(isPackDue(at(1, 1, 7), at(2, 1, 7))).toBe(true);
});

test("what was missed is made up for later, also before seven on a first day and over the turn of the year", () => {
  expect(isPackDue(at(0, 15), at(1, 20))).toBe(true);
  expect(isPackDue(at(0, 15), at(2, 1, 3))).toBe(true);
  expect(isPackDue(new Date(2026, 11, 30).getTime(), at(0, 1, 9))).toBe(true);
  expect(isPackDue(at(3, 2), at(3, 1, 9))).toBe(false); // the clock was put back
});

test("it is about the month before", () => {
  const january = { fromMs: at(0, 1, 0), toMs: at(1, 1, 0) };
  expect(monthBefore(at(1, 1, 7))).toEqual(january);
  expect(monthBefore(at(1, 28))).toEqual(january);
  expect(monthBefore(at(0, 5)).fromMs).toBe(new Date(2026, 11, 1).getTime());
});
