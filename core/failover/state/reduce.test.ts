import { describe, expect, test } from "vitest";
import type { ReplicaId } from "../../../shared/ids.ts";
import { chooseCandidate } from "./choose-candidate.ts";
import type { CommandKind, CommandResult } from "./command.ts";
import type { FailoverEvent, UseFault } from "./event.ts";
import { mayWriteTo, pruneObstacle } from "./permissions.ts";
import { reduce } from "./reduce.ts";
import { DEFAULT_FAILOVER_SETTINGS, FailoverSettings } from "./settings.ts";
import { FailoverState, newFailoverState } from "./state.ts";
import type { Refusal, Transition } from "./work.ts";

const [A, B, C] = ["a", "b", "c"].map(
  (letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId,
) as [ReplicaId, ReplicaId, ReplicaId];
const START_MS = Date.UTC(2026, 0, 5, 9);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
type WithoutTime<E> = E extends unknown ? Omit<E, "nowMs"> : never;

/** An office whose first replica is active, all of them well. */
function office(ids: readonly ReplicaId[] = [A, B], settings: Partial<FailoverSettings> = {}) {
  let nowMs = START_MS;
  const broken = new Map<ReplicaId, UseFault>();
  const transitions: Transition[] = [];
  let refusal: Refusal | undefined;
  let state = newFailoverState({
    ...{ installationId: "own", epoch: 1, epochWriter: "own", nowMs, activeId: A },
    settings: { ...DEFAULT_FAILOVER_SETTINGS, ...settings },
    members: ids.map((id, priority) => ({ id, priority })),
  });
  const here = {
    get state() {
      return state;
    },
    get nowMs() {
      return nowMs;
    },
    transitions,
    broken,
    get refusal() {
      return refusal;
    },
    tell(event: WithoutTime<FailoverEvent>) {
      const reduced = reduce(state, { ...event, nowMs } as FailoverEvent);
      state = FailoverState.parse(JSON.parse(JSON.stringify(reduced.state))); // as it comes back from the catalog
      transitions.push(...reduced.transitions);
      refusal = reduced.refusal;
    },
    /** Heartbeats of all, every 15 s. */
    beats(times: number) {
      for (let n = 0; n < times; n += 1) {
        nowMs += 15 * SECOND;
        for (const id of ids) {
          const fault = broken.get(id);
          const finding =
            fault === undefined
              ? ({ isGood: true, tookMs: 4, freeBytes: 10 } as const)
              : ({ isGood: false, fault, detail: "STORE_UNREACHABLE", freeBytes: null } as const);
          here.tell({ kind: "beat", replicaId: id, finding });
        }
      }
    },
    jump(ms: number) {
      nowMs += ms;
    },
    awaited: () => state.outstanding.map(({ command }) => command.kind),
    answer(kind: CommandKind, result: CommandResult = { outcome: "done" }) {
      const entry = state.outstanding.find(({ command }) => command.kind === kind);
      if (entry === undefined) throw new Error(`nobody waits for ${kind}, but for ${here.awaited()}`);
      here.tell({ kind: "result", commandId: entry.command.id, result });
      return entry.command;
    },
    finishFailover() {
      for (const kind of ["fence", "verify", "write-manifest", "switch-active"] as const) here.answer(kind);
      while (state.outstanding[0] !== undefined) here.answer(state.outstanding[0].command.kind);
    },
  };
  here.beats(3);
  return here;
}

describe("leaving", () => {
  test("two heartbeats missed make it suspect, the third within a minute moves the backups", () => {
    const here = office();
    here.broken.set(A, "unreachable");
    here.beats(2);
    expect(here.state.phase).toBe("suspect");
    here.beats(1);
    expect(here.state).toMatchObject({ phase: "failing-over", activeId: A, epoch: 1 });
    expect(here.awaited()).toEqual(["fence"]);
    here.jump(3 * SECOND);
    here.answer("fence", { outcome: "done", jobIds: ["x", "y"] });
    expect(here.answer("verify")).toMatchObject({ replicaId: B });
    expect(here.answer("write-manifest")).toMatchObject({ epoch: 2, activeId: B, homeId: A });
    here.jump(2 * SECOND);
    here.answer("switch-active");
    expect(here.state).toMatchObject({ phase: "failed-over", activeId: B, homeId: A, epoch: 2 });
    const [, , moved] = here.transitions;
    const cause = { kind: "fault", fault: "unreachable", replicaId: A, times: 3 };
    expect(here.transitions.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      "healthy → suspect",
      "suspect → failing-over",
      "failing-over → failed-over",
    ]);
    expect(here.transitions[1]).toMatchObject({ cause, lastedMs: 30 * SECOND });
    expect(moved).toMatchObject({ moveTookMs: 5 * SECOND, lastedMs: 5 * SECOND, activeId: B, epoch: 2 });
    const notice = here.state.outstanding.find(({ command }) => command.kind === "notify");
    expect(notice?.command).toMatchObject({
      notice: { about: "moved", move: "failover", tookMs: 5000, stoppedJobs: 2, cause },
    });
    expect(here.awaited()).toContain("restart-jobs");
  });

  test("three missed, but not within a minute, are not enough, and three good ones end the suspicion", () => {
    const here = office();
    for (let n = 0; n < 3; n += 1) {
      here.broken.set(A, "unreachable");
      here.beats(1);
      here.broken.clear();
      here.beats(2);
    }
    expect(here.state.phase).toBe("suspect");
    here.beats(1);
    expect(here.state.phase).toBe("healthy");
    expect(here.transitions.at(-1)?.cause).toMatchObject({ kind: "well-again", replicaId: A });
  });

  test.each([
    ["read-only", 2],
    ["identity-mismatch", 2],
    ["io-error", 2],
    ["out-of-space", 1],
  ] as const)("%s, met %d times by jobs, moves the backups", (fault, times) => {
    const here = office();
    for (let n = 1; n <= times; n += 1) {
      expect(here.state.phase).not.toBe("failing-over");
      here.tell({ kind: "fault", replicaId: A, fault, detail: "STORE_FULL" });
    }
    expect(here.state.phase).toBe("failing-over");
    expect(here.transitions.at(-1)?.cause).toMatchObject({ fault, times, detail: "STORE_FULL" });
  });

  test("an array that failed moves them at once; a disk that fails, when its verdict has stood", () => {
    const broken = office();
    broken.tell({ kind: "disks", replicaId: A, fault: "array-failed", detail: "ARRAY_FAILED" });
    expect(broken.state.phase).toBe("failing-over");
    const failing = office();
    failing.tell({ kind: "disks", replicaId: A, fault: "disk-failing", detail: "PENDING_SECTORS" });
    failing.beats(39);
    expect(failing.state.phase).toBe("suspect");
    failing.beats(1);
    expect(failing.state.phase).toBe("failing-over");
    expect(failing.transitions.at(-1)?.cause).toMatchObject({
      fault: "disk-failing",
      sinceMs: START_MS + 45_000,
    });
    const policy = { leaves: false, afterMs: 0 };
    const allowed = office([A, B], { diskFailing: policy });
    allowed.tell({ kind: "disks", replicaId: A, fault: "disk-failing", detail: "PENDING_SECTORS" });
    allowed.beats(100);
    expect(allowed.state.phase).toBe("healthy");
  });

  test("when no other is well, it is told once, and done as soon as one is", () => {
    const here = office();
    here.broken.set(A, "unreachable").set(B, "unreachable");
    here.beats(20);
    expect(here.state.phase).toBe("suspect");
    expect(here.awaited()).toEqual(["notify"]);
    here.broken.delete(B);
    here.beats(3);
    expect(here.state.phase).toBe("failing-over");
  });

  test("nothing moves by itself while a person holds it", () => {
    const here = office();
    here.tell({ kind: "order", order: { kind: "hold", isHeld: true } });
    here.broken.set(A, "unreachable");
    here.beats(20);
    expect(here.state.phase).toBe("suspect");
    here.tell({ kind: "order", order: { kind: "hold", isHeld: false } });
    expect(here.state.phase).toBe("failing-over");
  });

  test("a candidate that does not prove itself is passed over, with an epoch of its own for the next", () => {
    const here = office([A, B, C]);
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.answer("fence");
    expect(here.answer("verify")).toMatchObject({ replicaId: B });
    expect(here.answer("write-manifest", { outcome: "failed", detail: "STORE_FULL" })).toMatchObject({
      epoch: 2,
    });
    expect(here.answer("verify")).toMatchObject({ replicaId: C });
    expect(here.answer("write-manifest")).toMatchObject({ epoch: 3, activeId: C });
  });

  test("when none proves itself the old one goes on, and a manifest says so that outranks the failed one", () => {
    const here = office();
    here.broken.set(A, "io-error");
    here.beats(2);
    here.answer("fence", { outcome: "done", jobIds: ["x"] });
    here.answer("verify");
    here.answer("write-manifest", { outcome: "failed", detail: "STORE_FAILED" });
    expect(here.state).toMatchObject({ phase: "suspect", activeId: A, epoch: 1 });
    here.answer("unfence");
    expect(here.awaited()).toContain("restart-jobs");
    expect(here.answer("write-manifest")).toMatchObject({ epoch: 3, activeId: A });
    expect(here.state).toMatchObject({ epoch: 3, attemptedEpoch: null });
  });
});

describe("who takes over", () => {
  test("the freshest of those that are well, then by priority; each with its reason", () => {
    const here = office([A, B, C]);
    const judged = () => chooseCandidate(here.state);
    expect(judged().chosenId).toBe(B);
    here.tell({ kind: "lag", replicaId: B, missingSnapshots: 2 });
    here.tell({ kind: "lag", replicaId: C, missingSnapshots: 1 });
    expect(judged().chosenId).toBe(C);
    here.broken.set(C, "read-only");
    here.beats(1);
    expect(judged()).toEqual({
      chosenId: B,
      judged: [
        { replicaId: B, reason: "possible" },
        { replicaId: C, reason: "not-well" },
        { replicaId: A, reason: "is-left" },
      ],
    });
  });

  test("not the one that was just left, until it has been well for the window", () => {
    const here = office();
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.finishFailover();
    here.broken.set(B, "unreachable").delete(A);
    here.beats(20);
    expect(here.state).toMatchObject({ phase: "suspect", activeId: B });
    expect(chooseCandidate(here.state).judged).toContainEqual({ replicaId: A, reason: "left-lately" });
    here.beats(4 * 26);
    expect(here.state).toMatchObject({ phase: "failing-over", move: { kind: "failover" } });
  });
});

describe("coming back", () => {
  function failedOver() {
    const here = office();
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.finishFailover();
    here.broken.clear();
    return here;
  }

  test("after half an hour well and reconciled, with nothing missing", () => {
    const here = failedOver();
    here.beats(3);
    expect(here.state.phase).toBe("recovering");
    expect(here.answer("reconcile")).toMatchObject({ replicaIds: [B, A] });
    here.beats(119);
    expect(here.state.phase).toBe("recovering");
    here.beats(1);
    expect(here.state.phase).toBe("failing-back");
    expect(here.answer("fence")).toMatchObject({ replicaId: B });
    here.answer("reconcile");
    expect(here.answer("verify")).toMatchObject({ replicaId: A });
    expect(here.answer("write-manifest")).toMatchObject({ epoch: 3, activeId: A });
    here.answer("switch-active");
    expect(here.state).toMatchObject({ phase: "healthy", activeId: A, epoch: 3 });
  });

  test("not while it is not reconciled", () => {
    const here = failedOver();
    here.beats(3);
    here.answer("reconcile", { outcome: "failed", detail: "STORE_FAILED" });
    here.beats(200);
    expect(here.state.phase).toBe("recovering");
    here.tell({ kind: "tick" });
    here.answer("reconcile");
    expect(here.state.phase).toBe("failing-back");
  });

  test("one missed heartbeat begins the window anew", () => {
    const here = failedOver();
    here.beats(100);
    here.answer("reconcile");
    here.broken.set(A, "unreachable");
    here.beats(1);
    expect(here.state.phase).toBe("failed-over");
    here.broken.clear();
    here.beats(3);
    here.answer("reconcile");
    here.beats(119);
    expect(here.state.phase).toBe("recovering");
    here.beats(1);
    expect(here.state.phase).toBe("failing-back");
  });

  test("a computer that slept does not count the time it slept", () => {
    const here = failedOver();
    here.beats(3);
    here.answer("reconcile");
    here.jump(2 * 60 * MINUTE);
    here.beats(1);
    expect(here.state.phase).toBe("failed-over");
    here.beats(60);
    expect(here.state.phase).toBe("recovering");
  });

  test("a clock that was set back begins the window anew, and one that goes forth does not end it", () => {
    const here = failedOver();
    here.beats(60);
    here.answer("reconcile");
    here.jump(-60 * MINUTE);
    here.beats(100);
    expect(here.state.phase).toBe("recovering");
    here.answer("reconcile");
    here.beats(30);
    expect(here.state.phase).toBe("failing-back");
  });

  test("only when a person asks, where that is set", () => {
    const here = office([A, B], { failBack: "on-request" });
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.finishFailover();
    here.broken.clear();
    here.beats(300);
    here.answer("reconcile");
    expect(here.state.phase).toBe("recovering");
    here.tell({ kind: "order", order: { kind: "fail-back", by: "person", evenIfBehind: false } });
    expect(here.state.phase).toBe("failing-back");
  });
});

describe("orders", () => {
  test("a switch-over for good makes the new one the usual one; for a while, it stays until somebody asks", () => {
    for (const forGood of [true, false]) {
      const here = office();
      const order = { kind: "switch-over", by: "person", toId: B, forGood, evenIfBehind: false } as const;
      here.tell({ kind: "order", order });
      for (const kind of ["fence", "reconcile", "verify", "write-manifest", "switch-active"] as const)
        here.answer(kind);
      expect(here.state).toMatchObject({ activeId: B, homeId: forGood ? B : A });
      here.beats(300);
      expect(here.state).toMatchObject({ activeId: B, phase: forGood ? "healthy" : "recovering" });
    }
  });

  test("what cannot be done is refused with a reason", () => {
    const here = office();
    const switchTo = (toId: ReplicaId) => {
      const order = { kind: "switch-over", by: "person", toId, forGood: true, evenIfBehind: false } as const;
      here.tell({ kind: "order", order });
      return here.refusal;
    };
    expect(switchTo(A)).toBe("nothing-to-do");
    expect(switchTo(C)).toBe("unknown-replica");
    here.broken.set(B, "unreachable");
    here.beats(1);
    expect(switchTo(B)).toBe("not-well");
    here.broken.clear();
    here.beats(3);
    expect(switchTo(B)).toBeUndefined();
    expect(switchTo(B)).toBe("busy");
  });
});

describe("another installation", () => {
  const found = { kind: "manifest", writer: "other", activeId: B, homeId: B } as const;

  test("is followed when its epoch is higher, or the same and its id greater", () => {
    const here = office();
    here.tell({ ...found, epoch: 1, writer: "a" });
    expect(here.state.move).toBeNull();
    here.tell({ ...found, epoch: 1, writer: "z" });
    expect(here.awaited()).toEqual(["fence"]);
    here.answer("fence");
    here.answer("switch-active");
    expect(here.state).toMatchObject({
      phase: "healthy",
      activeId: B,
      homeId: B,
      epoch: 1,
      epochWriter: "z",
    });
  });

  test("is not contradicted when its manifest was there first", () => {
    const here = office();
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.answer("fence");
    here.answer("verify");
    here.answer("write-manifest", { outcome: "failed", detail: "OUTRANKED" });
    expect(here.state).toMatchObject({ phase: "suspect", attemptedEpoch: null });
    expect(here.awaited()).not.toContain("write-manifest");
    here.tell({ ...found, epoch: 2, writer: "z" });
    here.answer("fence");
    here.answer("switch-active");
    expect(here.state).toMatchObject({ phase: "healthy", activeId: B, epoch: 2, epochWriter: "z" });
  });

  test("is not followed to a place that is not known here", () => {
    const here = office();
    here.tell({ ...found, epoch: 9, activeId: C, homeId: C });
    expect(here.state).toMatchObject({ move: null, epoch: 1, highestEpoch: 9 });
  });
});

test("a replica that was removed is forgotten, and when it was the usual one, the active one is", () => {
  const here = office([A, B, C]);
  here.broken.set(A, "unreachable");
  here.beats(3);
  here.finishFailover();
  here.tell({ kind: "members", members: [B, C].map((id, priority) => ({ id, priority })) });
  expect(here.state).toMatchObject({ phase: "healthy", homeId: B, replicas: [{ id: B }, { id: C }] });
});

test("nothing is written while backups move, and nothing pruned before all have the same", () => {
  const here = office();
  expect([mayWriteTo(here.state, A), mayWriteTo(here.state, B)]).toEqual([true, false]);
  expect(pruneObstacle(here.state)).toBe("differ");
  for (const replicaId of [A, B]) here.tell({ kind: "lag", replicaId, missingSnapshots: 0 });
  expect(pruneObstacle(here.state)).toBeUndefined();
  here.broken.set(A, "unreachable");
  here.beats(2);
  expect(pruneObstacle(here.state)).toBe("not-healthy");
  here.beats(1);
  expect([mayWriteTo(here.state, A), mayWriteTo(here.state, B)]).toEqual([false, false]);
  expect(pruneObstacle(here.state)).toBe("moving");
  here.finishFailover();
  expect([mayWriteTo(here.state, A), mayWriteTo(here.state, B)]).toEqual([false, true]);
  expect(pruneObstacle(here.state)).toBe("not-healthy");
});

test("heartbeats so rare that they cannot fail often enough within the window are no settings", () => {
  const rare = { ...DEFAULT_FAILOVER_SETTINGS, beatEveryMs: 5 * MINUTE };
  expect(FailoverSettings.safeParse(rare).success).toBe(false);
});
