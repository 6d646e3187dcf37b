import { expect, test } from "vitest";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { historyMarks, historyPath, tickPath } from "./timeline-shapes.ts";

const HOUR = 3_600_000;
const snapshot = (timeMs: number, bytesAdded: number | null): SnapshotView => ({
  id: timeMs.toString(16).padStart(64, "0") as SnapshotView["id"],
  timeMs,
  mode: null,
  tags: [],
  files: null,
  bytes: null,
  filesNew: null,
  filesChanged: null,
  filesGone: null,
  bytesAdded,
});
const area = { width: 100, baseline: 20, height: 20 };
const lines = (path: string) => path.split("M").length - 1;

test("only what is in the window is drawn, and its largest at full height", () => {
  const list = [snapshot(0, 1e9), snapshot(10, 100), snapshot(50, 25), snapshot(110, 5)];
  expect(tickPath(list, { startMs: 10, endMs: 110 }, area)).toBe("M0 20V0M40 20V10");
});

test("ten thousand snapshots are not more lines than there are half pixels", () => {
  const list = Array.from({ length: 10_000 }, (_, n) => snapshot(n, n % 7));
  expect(lines(tickPath(list, { startMs: 0, endMs: 10_000 }, area))).toBeLessThanOrEqual(201);
});

test("a first backup does not make those after it flat", () => {
  const week = 7 * 24 * HOUR;
  const sizes = [1e12, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100, 100];
  const list = sizes.map((size, n) => snapshot(n * week, size));
  const tops = [
    ...historyPath(list, { startMs: 0, endMs: 12 * week }, area).matchAll(/M[\d.]+ 20V([\d.]+)h/g),
  ].map(([, top]) => Number(top));
  expect(tops[0]).toBe(0);
  expect(tops[1]).toBeLessThan(17); // beside the first one as it is, less than two pixels high
});

test("weeks without a snapshot have no bar", () => {
  const week = 7 * 24 * HOUR;
  const list = [snapshot(0, 10), snapshot(1, 10), snapshot(3 * week, 5)];
  expect(lines(historyPath(list, { startMs: 0, endMs: 4 * week }, area))).toBe(2);
});

test("a short history has a bar for each day", () => {
  const day = 24 * HOUR;
  const list = Array.from({ length: 30 }, (_, n) => snapshot(n * day + 9 * HOUR, 10));
  expect(lines(historyPath(list, { startMs: 0, endMs: 30 * day }, { ...area, width: 1100 }))).toBe(30);
});

test("snapshots that do not say what they added are drawn all the same", () => {
  const list = [snapshot(0, null), snapshot(5, null)];
  expect(lines(tickPath(list, { startMs: 0, endMs: 10 }, area))).toBe(2);
  expect(lines(historyPath(list, { startMs: 0, endMs: 10 }, area))).toBe(1);
});

test("marks of the axis do not touch", () => {
  const startMs = new Date(2024, 1, 3).getTime();
  const endMs = new Date(2026, 10, 20).getTime();
  const marks = historyMarks(startMs, endMs, 1172);
  expect(marks.length).toBeGreaterThanOrEqual(3);
  for (const mark of marks) expect(new Date(mark).getDate()).toBe(1);
  const gap = ((marks[1] ?? 0) - (marks[0] ?? 0)) * (1172 / (endMs - startMs));
  expect(gap).toBeGreaterThanOrEqual(84);
});
