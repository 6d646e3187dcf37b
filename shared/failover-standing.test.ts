import { expect, test } from "vitest";
import { byGravity, failoverStanding } from "./failover-standing.ts";
import type { FailoverView, ReplicaView } from "./model/failover.ts";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;
const UNREACHABLE = { kind: "unreachable", atMs: NOW, detail: "STORE_UNREACHABLE" } as const;
const AWAY = { wellSinceMs: null, fault: UNREACHABLE };
const lag = (snapshots: number, sinceMs: number | null) => ({
  snapshots,
  bytes: 0,
  sinceMs,
  measuredMs: NOW,
});

const replica = (id: string, over: Partial<ReplicaView>) =>
  ({
    id,
    wellSinceMs: NOW - HOUR,
    fault: null,
    copyError: null,
    jobId: null,
    lag: lag(0, null),
    ...over,
  }) as ReplicaView;

/** Synology is usual, TrueNAS the other one. */
function set(
  over: Partial<FailoverView>,
  synology: Partial<ReplicaView> = {},
  truenas: Partial<ReplicaView> = {},
): FailoverView {
  return {
    ...{ phase: "healthy", move: null, activeId: "synology", usualId: "synology", isHeld: false },
    ...{ returns: "by-itself", isReconciled: false, settings: { failBack: "by-itself" } },
    ...{ putOff: null, isGivenUp: false },
    replicas: [replica("synology", { lag: null, ...synology }), replica("truenas", truenas)],
    ...over,
  } as FailoverView;
}
const kindOf = (view: FailoverView) => {
  const { kind, verdict, replicaIds } = failoverStanding(view, NOW);
  return [kind, verdict, ...replicaIds];
};

test("all is well only when both are known to be well and nothing is unknown or long behind", () => {
  expect(kindOf(set({}))).toEqual(["fine", "ok", "synology"]);
  expect(kindOf(set({}, {}, { lag: lag(2, NOW - HOUR) }))).toEqual(["fine", "ok", "synology"]);
  expect(kindOf(set({}, { wellSinceMs: null }))).toEqual(["unknown", "unknown", "synology"]);
  expect(kindOf(set({}, {}, { wellSinceMs: null }))).toEqual(["unknown", "unknown", "truenas"]);
  expect(kindOf(set({}, {}, { lag: null }))).toEqual(["filling", "working", "truenas"]);
  expect(kindOf(set({}, {}, { lag: lag(2, NOW - 40 * HOUR) }))).toEqual(["behind", "warning", "truenas"]);
  expect(kindOf(set({}, {}, AWAY))).toEqual(["standby-trouble", "warning", "truenas"]);
  const copyError = {
    code: "STORE_FULL",
    details: { needBytes: 1, freeBytes: 0 },
  } as ReplicaView["copyError"];
  expect(kindOf(set({}, {}, { copyError }))).toEqual(["copy-fails", "warning", "truenas"]);
});

test("trouble of the active one is gravest when nobody can take over", () => {
  expect(kindOf(set({ phase: "suspect" }, AWAY))).toEqual(["suspect", "failing", "synology"]);
  expect(kindOf(set({ phase: "suspect" }, AWAY, AWAY))).toEqual(["stuck", "failed", "synology"]);
  // it answers, but could not take over
  expect(kindOf(set({ phase: "suspect", isGivenUp: true }, AWAY))).toEqual(["stuck", "failed", "synology"]);
});

test("another one that is active is told by why, and by whether it is returned from", () => {
  const elsewhere = { activeId: "truenas" as never };
  expect(kindOf(set({ ...elsewhere, phase: "failed-over" }, AWAY))).toEqual(["away", "failing", "synology"]);
  expect(kindOf(set({ ...elsewhere, phase: "recovering" }))).toEqual(["recovering", "working", "synology"]);
  const reconciled = { ...elsewhere, phase: "recovering", isReconciled: true } as const;
  expect(kindOf(set({ ...reconciled, isHeld: true }))[0]).toBe("waits-for-person");
  expect(kindOf(set({ ...reconciled, returns: "on-request" }))[0]).toBe("moved");
  expect(kindOf(set({ ...reconciled, returns: "on-request", isGivenUp: true }))[0]).toBe("waits-for-person");
  const putOff = { kind: "failback", toId: "synology" as never } as const;
  expect(kindOf(set({ ...reconciled, putOff }))).toEqual(["mending", "working", "synology"]);
  expect(kindOf(set({ ...elsewhere, phase: "failed-over", putOff }))[0]).toBe("away"); // that it cannot be reached counts more
  const move = { kind: "failback", step: "verify", toId: "synology" as never, startedMs: NOW } as const;
  expect(kindOf(set({ ...elsewhere, phase: "failing-back", move }))).toEqual([
    "moving",
    "working",
    "synology",
  ]);
});

test("the one that is worst off comes first", () => {
  const [well, stuck, filling] = [set({}), set({ phase: "suspect" }, AWAY, AWAY), set({}, {}, { lag: null })];
  expect(byGravity([well, stuck, filling], (view) => failoverStanding(view, NOW))).toEqual([
    ...[stuck, filling, well],
  ]);
});
