import { expect, test } from "vitest";
import { DEFAULT_GROUP_BY } from "./group-snapshots.ts";
import { planForget } from "./plan-forget.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

const snapshots = [
  sampleSnapshot("2024-01-01T00:00:00Z", { tags: ["keep"] }),
  sampleSnapshot("2024-01-02T00:00:00Z"),
  sampleSnapshot("2024-01-03T00:00:00Z", { hostname: "desk" }),
];
const clock = { nowNs: snapshots[2]?.timeNs ?? 0n };

test("the policy holds for each group on its own", () => {
  const plan = planForget(snapshots, { last: 1 }, DEFAULT_GROUP_BY, clock);
  expect(plan.map(({ key, keep, remove }) => [key.hostname, keep.length, remove.length])).toEqual([
    ["nas", 1, 1],
    ["desk", 1, 0],
  ]);
});

test("refuses to forget a whole group", () => {
  expect(() => planForget(snapshots, { tags: [["keep"]] }, DEFAULT_GROUP_BY, clock)).toThrow(
    'NOTHING_KEPT {"group":"host desk, paths /srv"}',
  );
});

test("forgets nothing without a policy", () => {
  const plan = planForget(snapshots, {}, DEFAULT_GROUP_BY, clock);
  expect(plan.flatMap(({ remove }) => remove)).toEqual([]);
});
