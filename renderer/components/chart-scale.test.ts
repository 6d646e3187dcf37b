import { expect, test } from "vitest";
import { linearScale, niceTicks } from "./chart-scale.ts";
import { phasesOf, shareDone } from "./job-phases.ts";
import { linePath, sparklinePoints } from "./sparkline-points.ts";

test.each([
  [0, [0, 1]],
  [1, [0, 0.5, 1]],
  [7, [0, 5, 10]],
  [11.4, [0, 10, 20]],
  [4e9, [0, 2e9, 4e9]],
])("the axis up to %d has round values", (highest, expected) => {
  expect(niceTicks(highest)).toEqual(expected);
});

test("an axis always reaches above what it shows, in few steps", () => {
  for (let highest = 0.001; highest < 1e12; highest *= 1.37) {
    const ticks = niceTicks(highest, 3);
    expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * 0.999999);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect(ticks[0]).toBe(0);
  }
});

test("a scale of no width does not divide by zero", () => {
  expect(linearScale(5, 5, 10, 90)(5)).toBe(10);
  expect(linearScale(0, 10, 100, 0)(5)).toBe(50);
});

test("values that are all the same lie in the middle", () => {
  const points = sparklinePoints([3, 3, 3], { width: 60, height: 20, beginsAtZero: false });
  expect(points.map(({ y }) => y)).toEqual([10, 10, 10]);
  expect(linePath(points)).toBe("M3 10L30 10L57 10");
});

test("amounts begin at zero", () => {
  const [low] = sparklinePoints([50, 100], { width: 60, height: 20, beginsAtZero: true });
  expect(low?.y).toBe(10);
});

test("phases before the current one are done, and an unknown one stands alone", () => {
  const running = (kind: "prune" | "check" | "backup") => ({ kind, state: "running" }) as const;
  expect(phasesOf(running("prune"), "repack").map(({ state }) => state)).toEqual(["done", "now", "next"]);
  expect(phasesOf(running("check"), "stats")).toEqual([{ phase: "other", state: "now" }]);
  expect(phasesOf(running("check"), "packs")).toHaveLength(2);
  expect(phasesOf(running("check"), "lost").map(({ state }) => state)).toEqual(["done", "done", "now"]);
});

test("a job that waits says so, one that runs and has not reported yet is in its first phase", () => {
  expect(phasesOf({ kind: "backup", state: "queued" }, undefined)).toEqual([
    { phase: "waiting", state: "now" },
    { phase: "save", state: "next" },
  ]);
  expect(phasesOf({ kind: "check", state: "running" }, undefined).map(({ state }) => state)).toEqual([
    "now",
    "next",
  ]);
});

test("the share is by bytes, else by files, else unknown, and never above one", () => {
  const progress = {
    phase: "save",
    filesDone: 1,
    filesTotal: 4,
    bytesDone: 30,
    bytesTotal: 20,
    bytesPerSecond: null,
    remainingMs: null,
    currentPath: null,
    bytesStored: null,
    problemCount: 0,
  };
  expect(shareDone(progress)).toBe(1);
  expect(shareDone({ ...progress, bytesTotal: 0 })).toBe(0.25);
  expect(shareDone({ ...progress, bytesTotal: null, filesTotal: null })).toBeUndefined();
});
