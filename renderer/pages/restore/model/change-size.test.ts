import { expect, test } from "vitest";
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";
import { massDeletions, tickHeight } from "./change-size.ts";

const snapshots = (...gone: readonly (number | null)[]): SnapshotView[] =>
  gone.map((filesGone, n) => ({
    id: String(n).padStart(64, "0") as SnapshotView["id"],
    timeMs: n,
    mode: null,
    tags: [],
    files: 1000,
    bytes: null,
    filesNew: null,
    filesChanged: null,
    filesGone,
    bytesAdded: null,
  }));

test("a tick grows with the square root, and is never nothing", () => {
  expect(tickHeight(25, 100)).toBe(0.5);
  expect(tickHeight(100, 100)).toBe(1);
  expect(tickHeight(0, 100)).toBeGreaterThan(0);
  expect(tickHeight(null, 100)).toBe(tickHeight(0, 100));
  expect(tickHeight(0, 0)).toBeGreaterThan(0);
});

test("a deletion far above what is usual is flagged, also as the second snapshot of all", () => {
  expect([...massDeletions(snapshots(0, 2, 1, 312, 0))]).toEqual([[3, 312]]);
  expect([...massDeletions(snapshots(null, 0, 60))]).toEqual([[2, 60]]);
});

test("what is usual here, and what nobody knows, is not flagged", () => {
  expect(massDeletions(snapshots(90, 80, 120, 100, 95)).size).toBe(0);
  expect(massDeletions(snapshots(null, null)).size).toBe(0);
  expect(massDeletions(snapshots(0, 8, 0)).size).toBe(0);
  expect(massDeletions([]).size).toBe(0);
});

test("a fifth of all files is flagged, however few that are", () => {
  const few = snapshots(0, 0, 12).map((snapshot) => ({ ...snapshot, files: 20 }));
  expect([...massDeletions(few)]).toEqual([[2, 12]]);
});
