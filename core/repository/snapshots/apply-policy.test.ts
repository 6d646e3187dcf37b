import { describe, expect, test } from "vitest";
import { applyPolicy } from "./apply-policy.ts";
import { parseCalendarDuration } from "./calendar-duration.ts";
import type { RetentionPolicy } from "./retention-policy.ts";
import type { SelectableSnapshot } from "./selectable.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

const clock = { nowNs: BigInt(Date.UTC(2024, 6, 1)) * 1_000_000n, zone: () => 0 };

/** Kept snapshots, each as its time and why. */
function kept(snapshots: readonly SelectableSnapshot[], policy: RetentionPolicy): readonly string[] {
  return applyPolicy(snapshots, policy, clock).reasons.map(
    ({ snapshot, matches }) => `${snapshot.time}: ${matches.join(", ")}`,
  );
}

const [newest, sameDay, dayBefore, oldest] = [
  sampleSnapshot("2024-05-03T12:00:00Z", { tags: ["db", "full"] }),
  sampleSnapshot("2024-05-03T11:00:00Z"),
  sampleSnapshot("2024-05-02T12:00:00Z", { tags: ["db"] }),
  sampleSnapshot("2024-05-02T11:00:00Z"),
];
const snapshots = [dayBefore, newest, oldest, sameDay];

test("the newest of each day stays", () => {
  expect(kept(snapshots, { daily: 2 })).toEqual([
    "2024-05-03T12:00:00Z: daily snapshot",
    "2024-05-02T12:00:00Z: daily snapshot",
  ]);
});

test("what stays and what goes are newest first, and the input is left alone", () => {
  const before = [...snapshots];
  const { keep, remove } = applyPolicy(snapshots, { last: 2 }, clock);
  expect(keep).toEqual([newest, sameDay]);
  expect(remove).toEqual([dayBefore, oldest]);
  expect(snapshots).toEqual(before);
});

describe("the oldest snapshot", () => {
  test("stays while a rule has something left", () => {
    expect(kept(snapshots, { daily: 3, yearly: 1 })).toEqual([
      "2024-05-03T12:00:00Z: daily snapshot, yearly snapshot",
      "2024-05-02T12:00:00Z: daily snapshot",
      "2024-05-02T11:00:00Z: oldest daily snapshot",
    ]);
  });

  test("stays within a span, too", () => {
    expect(kept(snapshots, { withinMonthly: parseCalendarDuration("7d") })).toEqual([
      "2024-05-03T12:00:00Z: monthly within 7d",
      "2024-05-02T11:00:00Z: oldest monthly within 7d",
    ]);
  });

  test("is not called oldest where it is the first of its period anyway", () => {
    expect(kept([newest], { daily: 2, last: 1 })).toEqual([
      "2024-05-03T12:00:00Z: last snapshot, daily snapshot",
    ]);
  });
});

test("reasons come in restic's order, with what the counted rules have left", () => {
  const policy: RetentionPolicy = {
    last: "unlimited",
    hourly: 2,
    tags: [["db", "full"], ["db"]],
    within: parseCalendarDuration("1h"),
    withinDaily: parseCalendarDuration("1m"),
  };
  const { reasons } = applyPolicy(snapshots, policy, clock);
  expect(reasons[0]).toEqual({
    snapshot: newest,
    matches: [
      "has tags [db, full]",
      "has tags [db]",
      "within 1h",
      "last snapshot",
      "hourly snapshot",
      "daily within 1m",
    ],
    counters: { last: "unlimited", hourly: 1, daily: 0, weekly: 0, monthly: 0, yearly: 0 },
  });
  expect(reasons).toHaveLength(4);
});

test("a snapshot exactly as old as the span is too old", () => {
  expect(kept(snapshots, { within: parseCalendarDuration("1h") })).toEqual([
    "2024-05-03T12:00:00Z: within 1h",
  ]);
});

test("spans count from the newest snapshot that is not in the future, which stays itself", () => {
  const future = sampleSnapshot("2024-07-02T00:00:00Z");
  expect(kept([...snapshots, future], { within: parseCalendarDuration("1h") })).toEqual([
    "2024-07-02T00:00:00Z: within 1h",
    "2024-05-03T12:00:00Z: within 1h",
  ]);
  const nothingElse = applyPolicy([future], { within: parseCalendarDuration("1h") }, clock);
  expect(nothingElse.keep).toEqual([future]);
});

test("a policy that asks for nothing keeps everything", () => {
  const { keep, remove, reasons } = applyPolicy(snapshots, {}, clock);
  expect(keep).toHaveLength(4);
  expect(remove).toEqual([]);
  expect(reasons[3]?.matches).toEqual(["policy is empty"]);
});

test("nothing in, nothing out", () => {
  expect(applyPolicy([], { last: 1 }, clock)).toEqual({ keep: [], remove: [], reasons: [] });
});
