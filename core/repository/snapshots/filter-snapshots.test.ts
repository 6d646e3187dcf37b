import { expect, test } from "vitest";
import { filterSnapshots, parseTagList, type SnapshotFilter } from "./filter-snapshots.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

const snapshots = [
  sampleSnapshot("2024-01-01T00:00:00Z", { id: "a", tags: ["full", "db"] }),
  sampleSnapshot("2024-01-02T00:00:00Z", { id: "b", tags: ["full"], hostname: "desk" }),
  sampleSnapshot("2024-01-03T00:00:00Z", { id: "c", paths: ["/srv", "/home"] }),
];

test.each<[string, SnapshotFilter, string]>([
  ["nothing asked for", {}, "abc"],
  ["empty lists", { hosts: [], tags: [], paths: [] }, "abc"],
  ["one host", { hosts: ["desk"] }, "b"],
  ["either host", { hosts: ["desk", "nas"] }, "abc"],
  ["one tag", { tags: [["full"]] }, "ab"],
  ["both tags", { tags: [["full", "db"]] }, "a"],
  ["either list of tags", { tags: [["db"], ["full"]] }, "ab"],
  ["no tags at all", { tags: [[""]] }, "c"],
  ["one path", { paths: ["/srv"] }, "abc"],
  ["both paths", { paths: ["/home", "/srv"] }, "c"],
  ["everything at once", { hosts: ["nas"], tags: [["full"]], paths: ["/srv"] }, "a"],
])("with %s", (_, filter, expected) => {
  expect(
    filterSnapshots(snapshots, filter)
      .map(({ id }) => id[0])
      .join(""),
  ).toBe(expected);
});

test("a list of tags is split at commas and trimmed", () => {
  expect(parseTagList("a, b ,c")).toEqual(["a", "b", "c"]);
  expect(parseTagList("")).toEqual([""]);
});
