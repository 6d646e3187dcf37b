import { expect, test } from "vitest";
import { isWholeTime, parseTimeOfDay, shiftTimeOfDay } from "./time-of-day.ts";

test.each([
  ["06:30", "06:30"],
  [" 6:30 ", "06:30"],
  ["6.30", "06:30"],
  ["0630", "06:30"],
  ["630", "06:30"],
  ["６：３０", "06:30"],
  ["7", "07:00"],
  ["23:59", "23:59"],
  ["00:00", "00:00"],
])("%s is %s", (text, time) => {
  expect(parseTimeOfDay(text)).toBe(time);
});

test.each(["", "24:00", "6:60", "6:3", "6:30 pm", "noon", "-1:00", "12345", "2460"])(
  "%s is no time",
  (text) => {
    expect(parseTimeOfDay(text)).toBeUndefined();
  },
);

test("nobody is taken at his word before he has typed all of it", () => {
  expect(["0", "06", "06:", "06:3", "06:30"].filter(isWholeTime)).toEqual(["06:30"]);
  expect(isWholeTime("26:30")).toBe(false);
});

test("the day is a circle", () => {
  expect(shiftTimeOfDay("23:50", 15)).toBe("00:05");
  expect(shiftTimeOfDay("00:10", -60)).toBe("23:10");
});
