import { expect, test } from "vitest";
import type { Run } from "../../shared/model/plan.ts";
import { runBars } from "./run-bars.ts";

const run = (state: Run["state"], bytesAdded: number) => ({ state, bytesAdded }) as unknown as Run;

test("a run that adds a quarter is half as high", () => {
  const bars = runBars([run("done", 400), run("done", 100)], 26);
  expect(bars.map(({ height }) => height)).toEqual([26, 13]);
});

test("a run that added nothing is still seen, a missed one is not a bar", () => {
  const bars = runBars([run("done", 0), run("failed", 0), run("missed", 0), run("interrupted", 5)], 26);
  expect(bars).toEqual([
    { kind: "done", height: 2 },
    { kind: "failed", height: 8 },
    { kind: "missed", height: 0 },
    { kind: "failed", height: 8 },
  ]);
});

test("no runs are no bars", () => {
  expect(runBars([], 26)).toEqual([]);
});
