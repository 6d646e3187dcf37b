import { expect, test } from "vitest";
import { rangeOf, seriesLines } from "./series-lines.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const run = (fromMs: number, toMs: number, value: number, low = value, high = value) => ({
  ...{ fromMs, toMs, value, low, high },
});

test("readings that follow each other are one line, with a step where the value changed", () => {
  const lines = seriesLines([run(0, HOUR, 30), run(HOUR + 5 * MINUTE, 2 * HOUR, 31)], 2 * HOUR);
  expect(lines).toEqual([
    [
      { timeMs: 0, value: 30 },
      { timeMs: HOUR, value: 30 },
      { timeMs: HOUR + 5 * MINUTE, value: 31 },
      { timeMs: 2 * HOUR, value: 31 },
    ],
  ]);
});

test("where nothing was read for longer, the line ends", () => {
  expect(seriesLines([run(0, HOUR, 30), run(2 * HOUR, 3 * HOUR, 30)], 3 * HOUR)).toHaveLength(2);
});

test("a gap that could not be seen in a year is not drawn", () => {
  const YEAR = 365 * 24 * HOUR;
  expect(seriesLines([run(0, HOUR, 30), run(2 * HOUR, 3 * HOUR, 30)], YEAR)).toHaveLength(1);
});

test("a single reading is a line of one point", () => {
  expect(seriesLines([run(5, 5, 1)], HOUR)).toEqual([[{ timeMs: 5, value: 1 }]]);
});

test("the range has what thinning out has kept of it", () => {
  expect(rangeOf([run(0, 1, 30, 28, 41), run(2, 3, 29)])).toEqual({ low: 28, high: 41 });
  expect(rangeOf([])).toBeUndefined();
});
