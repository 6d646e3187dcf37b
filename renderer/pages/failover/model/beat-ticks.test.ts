import { expect, test } from "vitest";
import { beatTicks } from "./beat-ticks.ts";

const SECOND = 1000;
const EVERY = { beatEveryMs: 15 * SECOND };
const fault = (atMs: number) => ({ kind: "unreachable" as const, atMs, detail: "STORE_UNREACHABLE" });

test("ticks are good since the replica is well, and nobody makes up those before", () => {
  const replica = { lastBeatMs: 600_000, wellSinceMs: 600_000 - 45 * SECOND, fault: null };
  expect(beatTicks(replica, EVERY, 605_000, 6)).toEqual([
    ...["unknown", "unknown", "good", "good", "good", "good"],
  ]);
});

test("a replica in trouble shows the heartbeat that failed, and no good one", () => {
  const replica = { lastBeatMs: 600_000, wellSinceMs: null, fault: fault(600_000) };
  expect(beatTicks(replica, EVERY, 601_000, 3)).toEqual(["unknown", "unknown", "failed"]);
});

test("heartbeats that did not come are not known, and those before move back", () => {
  const replica = { lastBeatMs: 600_000, wellSinceMs: 0, fault: null };
  expect(beatTicks(replica, EVERY, 600_000 + 45 * SECOND, 4)).toEqual([
    ...["good", "good", "unknown", "unknown"],
  ]);
  expect(beatTicks({ ...replica, lastBeatMs: null }, EVERY, 0, 2)).toEqual(["unknown", "unknown"]);
});
