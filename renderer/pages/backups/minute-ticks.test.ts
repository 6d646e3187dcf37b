import { expect, test } from "vitest";
import { minuteTicks } from "./minute-ticks.ts";

const MINUTE = 60_000;

test.each([
  [0, [0, 1000]],
  [41_000, [0, 30_000, 60_000]],
  [22 * MINUTE, [0, 20 * MINUTE, 40 * MINUTE]],
  [5 * 60 * MINUTE, [0, 180 * MINUTE, 360 * MINUTE]],
  [200 * 60 * MINUTE, [0, 216 * 60 * MINUTE]],
])("%d ms", (longestMs, expected) => {
  expect(minuteTicks(longestMs)).toEqual(expected);
});

test("an axis of time always reaches above what it shows", () => {
  for (let ms = 1; ms < 40 * 24 * 60 * MINUTE; ms *= 1.31) {
    expect(minuteTicks(ms).at(-1)).toBeGreaterThanOrEqual(ms);
  }
});
