import { expect, test } from "vitest";
import { findSnapshot, latestSnapshot } from "./find-snapshot.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

const old = sampleSnapshot("2024-01-01T00:00:00Z", { id: "ab12" });
const newest = sampleSnapshot("2024-03-01T00:00:00+01:00", { id: "ab34", hostname: "desk" });
const middle = sampleSnapshot("2024-02-01T00:00:00Z", { id: "cd56" });
const snapshots = [old, newest, middle];

test.each([
  ["latest", newest, undefined],
  ["ab1", old, undefined],
  ["c", middle, undefined],
  [newest.id, newest, undefined],
  ["latest:/srv/a:b", newest, "/srv/a:b"],
  ["cd:", middle, ""],
])("finds %s", (wanted, snapshot, subfolder) => {
  expect(findSnapshot(snapshots, wanted)).toEqual({ snapshot, subfolder });
});

test("the filter holds for latest, not for an id", () => {
  const filter = { hosts: ["nas"] };
  expect(findSnapshot(snapshots, "latest", filter).snapshot).toBe(middle);
  expect(findSnapshot(snapshots, "ab3", filter).snapshot).toBe(newest);
});

test.each(["ab", "a"])("%s could be two snapshots", (wanted) => {
  expect(() => findSnapshot(snapshots, wanted)).toThrow(
    `SNAPSHOT_AMBIGUOUS {"wanted":"${wanted}","matches":2}`,
  );
});

test.each(["", "ff", "AB1", `${newest.id}0`, ":x"])("%j is no snapshot", (wanted) => {
  expect(() => findSnapshot(snapshots, wanted)).toThrow("SNAPSHOT_NOT_FOUND");
});

test("there is no latest of none", () => {
  expect(latestSnapshot([])).toBeUndefined();
  expect(() => findSnapshot(snapshots, "latest", { hosts: ["gone"] })).toThrow("SNAPSHOT_NOT_FOUND");
});
