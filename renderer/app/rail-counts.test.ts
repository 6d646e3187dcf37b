import { expect, test } from "vitest";
import type { FailoverView } from "../../shared/model/failover.ts";
import type { Overview } from "../../shared/model/overview.ts";
import { NOTHING_WATCHED } from "../../shared/model/overview-health.ts";
import { railCounts } from "./rail-counts.ts";

const overview = (health: object) =>
  ({ sources: [], jobs: [], health: { ...NOTHING_WATCHED, ...health } }) as unknown as Overview;
const disk = (verdict: string) => ({ kind: "disk", name: "A1", hostName: "NAS", verdict });
const storage = (health: object) => railCounts(overview(health), [], 0).storage;

test("Storage counts what is not fine, with the shape of the worst", () => {
  expect(storage({})).toBeUndefined();
  expect(storage({ troubles: [disk("failing"), disk("warning")], troubleCount: 2 })).toEqual({
    ...{ count: 2, verdict: "failing" },
  });
  const blind = [{ kind: "silent", hostId: "h", hostName: "NAS" }];
  expect(storage({ blind })).toEqual({ count: 1, verdict: "unknown" });
  expect(storage({ troubles: [disk("failed")], troubleCount: 25, blind })).toEqual({
    ...{ count: 26, verdict: "failed" },
  });
});

test("Failover counts the repositories in trouble, and says nothing of a start at which nobody was heard yet", () => {
  const replica = (id: string, over: object = {}) => ({
    ...{ id, wellSinceMs: 1, fault: null, copyError: null, jobId: null },
    ...{ lag: { snapshots: 0, bytes: 0, sinceMs: null, measuredMs: 1 }, ...over },
  });
  const set = (over: object, standby: object = {}) =>
    ({
      ...{ phase: "healthy", move: null, putOff: null, activeId: "a", usualId: "a", settings: {}, ...over },
      replicas: [replica("a"), replica("b", standby)],
    }) as unknown as FailoverView;
  const failover = (...sets: readonly FailoverView[]) => railCounts(undefined, [], 2, sets).failover;
  const away = { wellSinceMs: null, fault: { kind: "unreachable", atMs: 1, detail: "" } };
  expect(failover(set({}))).toBeUndefined();
  expect(failover(set({}, { wellSinceMs: null }))).toBeUndefined();
  expect(failover(set({}, { lag: null }))).toEqual({ count: 1, verdict: "working" });
  expect(failover(set({}), set({}, away), set({ phase: "suspect" }, away))).toEqual({
    ...{ count: 2, verdict: "failed" },
  });
});
