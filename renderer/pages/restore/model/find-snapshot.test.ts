import { expect, test } from "vitest";
import { firstFrom, nearestTo, stepFrom } from "./find-snapshot.ts";

const at = (day: number, hour = 12) => ({ timeMs: new Date(2026, 10, day, hour).getTime() });
const list = [at(1), at(2, 9), at(2, 15), at(3), at(20)];

test("the first from a time on", () => {
  expect(firstFrom(list, at(2, 9).timeMs)).toBe(1);
  expect(firstFrom(list, at(2, 10).timeMs)).toBe(2);
  expect(firstFrom(list, at(1, 0).timeMs)).toBe(0);
  expect(firstFrom(list, at(25).timeMs)).toBe(5);
});

test("the closest, and of two as close the newer", () => {
  expect(nearestTo(list, at(2, 11).timeMs)).toBe(1);
  expect(nearestTo(list, at(2, 12).timeMs)).toBe(2);
  expect(nearestTo(list, 0)).toBe(0);
  expect(nearestTo(list, at(30).timeMs)).toBe(4);
});

test("steps of one snapshot stop at the ends", () => {
  expect(stepFrom(list, 0, "previous")).toBe(0);
  expect(stepFrom(list, 2, "previous")).toBe(1);
  expect(stepFrom(list, 4, "next")).toBe(4);
  expect(stepFrom(list, 2, "first")).toBe(0);
  expect(stepFrom(list, 2, "last")).toBe(4);
});

test("a day on is the same time of the next day, and in a gap the next snapshot", () => {
  expect(stepFrom(list, 0, "day-after")).toBe(2);
  expect(stepFrom(list, 3, "day-before")).toBe(2);
  expect(stepFrom(list, 3, "day-after")).toBe(4);
  expect(stepFrom(list, 4, "week-before")).toBe(3);
});

test("two snapshots of one minute are two steps of a week at most", () => {
  const dense = [at(1, 1), { timeMs: at(1, 1).timeMs + 1 }];
  expect(stepFrom(dense, 0, "week-after")).toBe(1);
  expect(stepFrom(dense, 1, "week-before")).toBe(0);
});
