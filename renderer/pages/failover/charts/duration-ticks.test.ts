import { expect, test } from "vitest";
import { durationTicks } from "./duration-ticks.ts";

const MINUTE = 60_000;

test("an axis of times has steps that people use, and reaches the longest", () => {
  expect(durationTicks(0)).toEqual([0, 1000]);
  expect(durationTicks(48_000)).toEqual([0, 20_000, 40_000, 60_000]);
  expect(durationTicks(73_000)).toEqual([0, MINUTE, 2 * MINUTE]);
  expect(durationTicks(5.5 * 60 * MINUTE)).toEqual([0, 2, 4, 6].map((hours) => hours * 60 * MINUTE));
  const years = durationTicks(3000 * 24 * 60 * MINUTE);
  expect(years.at(-1)).toBeGreaterThanOrEqual(3000 * 24 * 60 * MINUTE);
  expect(years.length).toBeLessThanOrEqual(6);
});
