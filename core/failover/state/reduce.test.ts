import { describe, expect, test } from "vitest";
import { chooseCandidate } from "./choose-candidate.ts";
import { A, B, C, office, SECOND, START_MS } from "./testing/office.ts";

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

  test("one that is too busy to answer, while a job gets on there, is not left; once that stands still, it is", () => {
    const here = office();
    const busy = { isGood: false, fault: null, detail: "TIMED_OUT", freeBytes: null } as const;
    const { wellSinceMs } = here.state.replicas[0] ?? {};
    for (let n = 0; n < 20; n += 1) {
      here.jump(15 * SECOND);
      here.tell({ kind: "beat", replicaId: A, finding: busy });
    }
    expect(here.state.phase).toBe("healthy");
    expect(here.state.replicas[0]).toMatchObject({ wellSinceMs, faults: [], lastBeatMs: here.nowMs });
    for (let n = 0; n < 3; n += 1) {
      expect(here.state.phase).not.toBe("failing-over");
      here.tell({ kind: "beat", replicaId: A, finding: { ...busy, fault: "unreachable" } });
      here.tell({ kind: "beat", replicaId: B, finding: { isGood: true, tookMs: 4, freeBytes: 10 } });
      here.jump(15 * SECOND);
    }
    expect(here.state.phase).toBe("failing-over");
  });

  test("being busy takes back no fault: a job whose writes fail there has it left", () => {
    const here = office();
    const busy = { isGood: false, fault: null, detail: "TIMED_OUT", freeBytes: null } as const;
    for (let n = 0; n < 2; n += 1) {
      here.tell({ kind: "fault", replicaId: A, fault: "io-error", detail: "STORE_FAILED" });
      here.jump(SECOND);
      here.tell({ kind: "beat", replicaId: A, finding: busy });
    }
    expect(here.state.phase).toBe("failing-over");
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

  test("by default a place that freezes is left within a minute, which leaves half of one for the move", () => {
    const here = office();
    const { beatEveryMs, beatLimitMs, verifyLimitMs } = here.state.settings;
    const frozenMs = here.nowMs; // just after a heartbeat, the worst moment there is
    here.jump(beatEveryMs + beatLimitMs);
    const beat = (replicaId: typeof A, isGood: boolean) =>
      here.tell({
        ...{ kind: "beat", replicaId },
        finding: isGood
          ? { isGood, tookMs: 4, freeBytes: null }
          : { isGood, fault: "unreachable", detail: "TIMED_OUT", freeBytes: null },
      });
    for (const isLast of [false, false, true]) {
      beat(B, true);
      beat(A, false);
      expect(here.state.phase).toBe(isLast ? "failing-over" : "suspect");
      if (!isLast) here.jump(beatEveryMs);
    }
    const decidedMs = here.nowMs - frozenMs;
    expect(decidedMs).toBeLessThanOrEqual(60 * SECOND);
    expect(decidedMs + verifyLimitMs).toBeLessThanOrEqual(90 * SECOND);
  });

  test("a disk whose failing counted for nothing keeps its place from being well once it counts", () => {
    const here = office([A, B], { diskFailing: { leaves: false, afterMs: 0 }, stableMs: 0 });
    here.tell({ kind: "disks", replicaId: A, fault: "disk-failing", detail: "PENDING_SECTORS" });
    here.beats(10);
    expect(here.state.phase).toBe("healthy");
    const diskFailing = { leaves: true, afterMs: 0 };
    here.tell({ kind: "settings", settings: { ...here.state.settings, diskFailing } });
    here.finishFailover();
    here.beats(10);
    expect(here.state).toMatchObject({ phase: "failed-over", activeId: B });
    here.tell({ kind: "disks", replicaId: A, fault: null, detail: "" });
    here.beats(3);
    expect(here.state.phase).toBe("recovering");
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
  test("not the one that was just left either when another installation moved them on before the switch was done", () => {
    const here = office([A, B, C]);
    here.broken.set(A, "unreachable");
    here.beats(3);
    for (const kind of ["fence", "verify", "write-manifest"] as const) here.answer(kind);
    expect(here.state).toMatchObject({ activeId: B, move: { step: "switch" } });
    here.tell({ kind: "manifest", epoch: 9, writer: "other", activeId: C, homeId: C });
    for (const kind of ["fence", "switch-active"] as const) here.answer(kind);
    here.broken.clear();
    here.beats(3);
    expect(here.state.activeId).toBe(C);
    expect(chooseCandidate(here.state).judged).toContainEqual({ replicaId: A, reason: "left-lately" });
  });

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
