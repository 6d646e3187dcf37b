/** The steps of a failover drill, one by one. */
import { describe, expect, test } from "vitest";
import type { ReplicaId, RunId } from "../../../shared/ids.ts";
import type { Drill, FailoverDrill, RestoreDrill } from "../../../shared/model/drill.ts";
import type { Cause, RecordedTransition } from "../../../shared/model/failover.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "../state/settings.ts";
import { type FailoverState, newFailoverState } from "../state/state.ts";
import { type DrillWorld, stepFailoverDrill } from "./failover-drill.ts";

const A = "a" as ReplicaId;
const B = "b" as ReplicaId;
const START_MS = 1_000_000;
const HOUR_MS = 3_600_000;

const healthy: FailoverState = newFailoverState({
  ...{
    installationId: "own",
    settings: DEFAULT_FAILOVER_SETTINGS,
    activeId: A,
    epoch: 1,
    epochWriter: "own",
  },
  ...{ members: [A, B].map((id, priority) => ({ id, priority })), nowMs: START_MS },
});
const moved: FailoverState = { ...healthy, activeId: B, phase: "recovering" };

const drillAt = (failover: Partial<FailoverDrill>): Drill & { readonly failover: FailoverDrill } => ({
  ...{ id: "d" as never, kind: "failover", repositoryId: "r" as never, repositoryName: "NAS" },
  ...{ trigger: "person", state: "running", startedMs: START_MS, endedMs: null, jobId: null },
  ...{ problems: [], restore: null },
  failover: {
    ...{ step: "switch", stepSinceMs: START_MS, fromId: A, fromName: "NAS", toId: B, toName: "NAS 2" },
    ...{ declaredMs: START_MS, switchedMs: null, backedUpMs: null, restoredMs: null, returnOrderedMs: null },
    ...{ returnedMs: null, rtoMs: null, rpoMs: 0, missingSnapshots: 0, stoppedJobs: 0, isCalledOff: false },
    ...{ runId: null, restoreJobId: null, restore: null, transitions: [] },
    ...failover,
  },
});
const transition = (
  cause: Cause,
  moveTookMs: number | null = null,
  atMs = START_MS + 4000,
): RecordedTransition => ({
  ...{
    number: 1,
    atMs,
    from: "healthy",
    to: "failing-over",
    cause,
    lastedMs: 0,
    activeId: A,
    epoch: 1,
    moveTookMs,
  },
});
const world = (rest: Partial<DrillWorld> = {}): DrillWorld => ({
  ...{ nowMs: START_MS + 5000, state: healthy, transitions: [], backup: { is: "not-begun" } },
  ...{ restore: { is: "not-begun" }, ...rest },
});
const passed = { outcome: "passed" } as RestoreDrill["replicas"][number];
const found = { seed: "", sources: [], replicas: [passed], problems: [] };

describe("moving to the other replica", () => {
  test("is waited for, and its time is that of the move, not of whoever looks", () => {
    const drill = drillAt({});
    expect(stepFailoverDrill(drill, world())).toEqual({ drill, acts: [] });
    const done = transition({ kind: "done", command: "switchover" }, 4000);
    const { drill: next, acts } = stepFailoverDrill(drill, world({ state: moved, transitions: [done] }));
    expect(next.failover).toMatchObject({ step: "backup", switchedMs: START_MS + 4000, rtoMs: 4000 });
    expect(acts).toEqual(["start-backup"]);
  });

  test("that was given up fails the drill, with nothing to bring back", () => {
    const cause: Cause = { kind: "failed", command: "verify", replicaId: B, detail: "STORE_FULL" };
    const { drill, acts } = stepFailoverDrill(drillAt({}), world({ transitions: [transition(cause)] }));
    expect(drill).toMatchObject({
      state: "failed",
      problems: [{ code: "switch-failed", detail: "STORE_FULL" }],
    });
    expect(acts).toEqual([]);
  });

  test("without a plan goes on to the restore, and proves less", () => {
    const { drill, acts } = stepFailoverDrill(drillAt({}), world({ state: moved, backup: { is: "none" } }));
    expect(drill).toMatchObject({ problems: [{ code: "no-plan" }], failover: { step: "restore" } });
    expect(acts).toEqual(["start-restore"]);
  });
});

describe("a real fault", () => {
  const fault: Cause = {
    ...{
      kind: "fault",
      fault: "unreachable",
      replicaId: B,
      sinceMs: START_MS,
      times: 2,
      detail: "STORE_UNREACHABLE",
    },
  };
  test.each(["switch", "backup", "restore", "return"] as const)("ends the drill in step %s", (step) => {
    const at = drillAt({ step, runId: "run" as RunId });
    const { drill, acts } = stepFailoverDrill(at, world({ state: moved, transitions: [transition(fault)] }));
    expect(drill).toMatchObject({
      state: "ended-by-fault",
      problems: [{ code: "real-fault", detail: "unreachable" }],
    });
    expect(acts).toEqual(["let-return"]);
  });

  test("of the one that was only said to be lost is real, too", () => {
    const [a, b] = moved.replicas;
    if (a === undefined || b === undefined) throw new Error("there are two");
    const met = { ...a, faults: [{ kind: "io-error" as const, atMs: START_MS, detail: "EIO" }] };
    const { drill } = stepFailoverDrill(
      drillAt({ step: "backup" }),
      world({ state: { ...moved, replicas: [met, b] } }),
    );
    expect(drill).toMatchObject({ state: "ended-by-fault", problems: [{ detail: "io-error" }] });
  });
});

test("what was known of a replica before the drill ends it not", () => {
  const [a, b] = healthy.replicas;
  if (a === undefined || b === undefined) throw new Error("there are two");
  const before = {
    ...b,
    faults: [{ kind: "unreachable" as const, atMs: START_MS - 1, detail: "STORE_UNREACHABLE" }],
    diskFault: { kind: "disk-failing" as const, sinceMs: START_MS - HOUR_MS, detail: "sda" },
  };
  const drill = drillAt({});
  expect(stepFailoverDrill(drill, world({ state: { ...healthy, replicas: [a, before] } })).drill).toBe(drill);
});

test("a person who moves backups meanwhile is right, and the drill proves nothing", () => {
  const cause: Cause = { kind: "ordered", by: "person" };
  const { drill, acts } = stepFailoverDrill(
    drillAt({ step: "backup" }),
    world({ transitions: [transition(cause)] }),
  );
  expect(drill).toMatchObject({ state: "incomplete", problems: [{ code: "overruled" }] });
  expect(acts).toEqual([]);
});

test("a backup that fails is noted, and a restore is rehearsed all the same", () => {
  const at = drillAt({ step: "backup" });
  const failed = { is: "failed", detail: "STORE_FULL" } as const;
  const { drill, acts } = stepFailoverDrill(at, world({ state: moved, backup: failed }));
  expect(drill).toMatchObject({
    problems: [{ code: "backup-failed", detail: "STORE_FULL" }],
    failover: { step: "restore" },
  });
  expect(acts).toEqual(["start-restore"]);
  const later = stepFailoverDrill(drill, world({ state: moved, restore: { is: "done", found } }));
  expect(later.acts).toEqual(["fail-back"]);
  const over = stepFailoverDrill(later.drill, world());
  expect(over.drill).toMatchObject({ state: "failed", failover: { step: "over" } });
});

test("the way back is asked for again after a minute, and given up after a day in which it never came", () => {
  const at = drillAt({ step: "return", returnOrderedMs: START_MS, switchedMs: START_MS, restore: found });
  expect(stepFailoverDrill(at, world({ state: moved }))).toEqual({ drill: at, acts: [] });
  const again = stepFailoverDrill(at, world({ state: moved, nowMs: START_MS + 61_000 }));
  expect(again.acts).toEqual(["fail-back"]);
  const late = stepFailoverDrill(at, world({ state: moved, nowMs: START_MS + 25 * HOUR_MS }));
  expect(late).toMatchObject({
    drill: { state: "failed", problems: [{ code: "return-too-long" }] },
    acts: ["let-return"],
  });
});

test.each(["backup", "restore"] as const)("one that is called off in step %s only goes back", (step) => {
  const { drill, acts } = stepFailoverDrill(
    drillAt({ step, isCalledOff: true, switchedMs: START_MS }),
    world({ state: moved }),
  );
  expect(acts).toEqual(["fail-back"]);
  expect(stepFailoverDrill(drill, world()).drill).toMatchObject({ state: "cancelled" });
});
