import { expect, test } from "vitest";
import { estimateChanges } from "./estimate-changes.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 10, 22, 12);
const nightly = (nights: number, files: number, bytes: number) =>
  Array.from({ length: nights }, (_, n) => ({ endedMs: NOW - 12 * HOUR - n * DAY, files, bytes }));

test("half a day after the last of many nights, half of what a night saves has changed", () => {
  const first = { endedMs: NOW - 12 * HOUR - 10 * DAY, files: 90_000, bytes: 4e11 };
  expect(estimateChanges([...nightly(10, 40, 12e6), first], NOW - 12 * HOUR, NOW)).toEqual({
    ...{ files: 20, bytes: 6e6, backups: 11 },
  });
  expect(estimateChanges(nightly(10, 0, 0), NOW - 12 * HOUR, NOW)).toEqual({
    files: 0,
    bytes: 0,
    backups: 10,
  });
});

test("where an older state is all that is left, all that changed since counts", () => {
  expect(estimateChanges(nightly(10, 40, 12e6), NOW - 5 * DAY, NOW)).toMatchObject({
    files: 200,
    bytes: 6e7,
  });
});

test("nothing is guessed without a history, or of a state that is lost", () => {
  expect(estimateChanges(nightly(3, 40, 12e6), NOW - HOUR, NOW)).toBeNull();
  expect(estimateChanges(nightly(10, 40, 12e6), null, NOW)).toBeNull();
  const hurried = Array.from({ length: 20 }, (_, n) => ({ endedMs: NOW - n * 60_000, files: 1, bytes: 1 }));
  expect(estimateChanges(hurried, NOW - HOUR, NOW)).toBeNull();
  const old = nightly(10, 40, 12e6).map((backup) => ({ ...backup, endedMs: backup.endedMs - 90 * DAY }));
  expect(estimateChanges(old, NOW - 90 * DAY, NOW)).toBeNull();
  const ahead = nightly(10, 40, 12e6).map((backup) => ({ ...backup, endedMs: backup.endedMs + 400 * DAY }));
  expect(estimateChanges(ahead, NOW + DAY, NOW)).toBeNull();
});
