import { describe, expect, test } from "vitest";
import { A, B, MINUTE, office } from "./testing/office.ts";

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

  test.each(["reconcile", "verify"] as const)(
    "not to a place that fails during the %s, while the other is well",
    (step) => {
      const here = failedOver();
      here.beats(3);
      here.answer("reconcile");
      here.beats(120);
      here.answer("fence");
      if (step === "verify") here.answer("reconcile");
      expect(here.awaited()).toContain(step);
      here.broken.set(A, "unreachable");
      here.beats(1);
      expect(here.state).toMatchObject({
        ...{ phase: "failed-over", activeId: B, epoch: 2, move: null },
        phaseCause: { kind: "fault", fault: "unreachable", replicaId: A },
      });
      expect(here.awaited()).not.toContain(step);
      expect(here.awaited()).not.toContain("notify");
      expect(here.answer("unfence")).toMatchObject({ replicaId: B });
      here.broken.clear();
      here.beats(3);
      here.answer("reconcile");
      here.beats(119);
      expect(here.state.phase).toBe("recovering");
      here.beats(1);
      expect(here.state.phase).toBe("failing-back");
    },
  );

  test("a place that fails once its manifest is being written is moved to all the same", () => {
    const here = failedOver();
    here.beats(3);
    here.answer("reconcile");
    here.beats(120);
    for (const kind of ["fence", "reconcile", "verify"] as const) here.answer(kind);
    here.broken.set(A, "unreachable");
    here.beats(1);
    here.answer("write-manifest");
    here.answer("switch-active");
    expect(here.state).toMatchObject({ activeId: A, epoch: 3 });
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
