import { expect, test } from "vitest";
import { describeGroup, groupSnapshots, parseGroupBy } from "./group-snapshots.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

const snapshots = [
  sampleSnapshot("2024-01-01T00:00:00Z", { id: "a", paths: ["/b", "/a"], tags: ["y", "x"] }),
  sampleSnapshot("2024-01-02T00:00:00Z", { id: "b", paths: ["/a"], hostname: "desk" }),
  sampleSnapshot("2024-01-03T00:00:00Z", { id: "c", paths: ["/a", "/b"], tags: ["x", "y"] }),
];

test.each([
  ["host,paths", "ac b"],
  ["host", "ac b"],
  ["paths", "ac b"],
  ["tag", "ac b"],
  ["", "abc"],
  [",hosts,,path,tags", "ac b"],
])("by %j", (groupBy, expected) => {
  const groups = groupSnapshots(snapshots, parseGroupBy(groupBy));
  expect(groups.map((group) => group.snapshots.map(({ id }) => id[0]).join("")).join(" ")).toBe(expected);
});

test("a group's key holds what it is grouped by, sorted, as restic's JSON does", () => {
  const [first, second] = groupSnapshots(snapshots, parseGroupBy("paths,tags"));
  expect(first?.key).toEqual({ hostname: "", paths: ["/a", "/b"], tags: ["x", "y"] });
  expect(second?.key).toEqual({ hostname: "", paths: ["/a"], tags: null });
});

test("a group is described by what it is grouped by", () => {
  const [group] = groupSnapshots(snapshots, { host: true, paths: true, tags: true });
  expect(group && describeGroup(group.key)).toBe("host nas, paths /a, /b, tags x, y");
  const [everything] = groupSnapshots(snapshots, parseGroupBy(""));
  expect(everything && describeGroup(everything.key)).toBe("");
});

test("refuses to group by anything else", () => {
  expect(() => parseGroupBy("host,user")).toThrow('VALUE_INVALID {"value":"user","expected":"group-by"}');
});
