import { expect, test } from "vitest";
import { createAddedPerDay } from "./added-per-day.ts";

const at = (text: string) => Date.parse(text);

function runsThatAdded(...additions: readonly (readonly [time: string, bytesAdded: number])[]) {
  const asked: number[] = [];
  return {
    asked,
    additions(startMs: number, endMs: number) {
      asked.push(startMs);
      return additions
        .map(([time, bytesAdded]) => ({ atMs: at(time), bytesAdded }))
        .filter(({ atMs }) => atMs >= startMs && atMs < endMs);
    },
  };
}

test("sums up by days of this machine, today among them", () => {
  const runs = runsThatAdded(
    ["2026-06-01T00:00:00", 1],
    ["2026-06-01T23:45:00", 2],
    ["2026-06-03T08:00:00", 4],
    ["2026-06-03T09:00:00", 8],
  );
  expect(createAddedPerDay(runs)(at("2026-06-03T12:00:00"))).toEqual([
    { dayMs: at("2026-06-01T00:00:00"), bytesAdded: 3 },
    { dayMs: at("2026-06-03T00:00:00"), bytesAdded: 12 },
  ]);
});

test("days that are over are asked for once, until there is another one", () => {
  const runs = runsThatAdded(["2026-06-02T08:00:00", 4]);
  const addedPerDay = createAddedPerDay(runs);
  addedPerDay(at("2026-06-03T12:00:00"));
  addedPerDay(at("2026-06-03T13:00:00"));
  expect(runs.asked).toHaveLength(3);
  expect(addedPerDay(at("2026-06-04T00:00:00"))).toEqual([
    { dayMs: at("2026-06-02T00:00:00"), bytesAdded: 4 },
  ]);
  expect(runs.asked).toHaveLength(5);
});

test("a year is enough", () => {
  const runs = runsThatAdded(["2025-01-01T08:00:00", 1], ["2025-06-05T08:00:00", 2]);
  expect(createAddedPerDay(runs)(at("2026-06-03T12:00:00"))).toEqual([
    { dayMs: at("2025-06-05T00:00:00"), bytesAdded: 2 },
  ]);
});
