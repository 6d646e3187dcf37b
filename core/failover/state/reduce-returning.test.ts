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

describe("coming back to a place that is damaged", () => {
  const DAMAGE = { outcome: "failed", detail: "OBJECT_CORRUPT", isDamage: true } as const;
  const order = { kind: "order", order: { kind: "fail-back", by: "person", evenIfBehind: false } } as const;

  function recovering(failBack: "by-itself" | "on-request") {
    const here = office([A, B], { failBack });
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.finishFailover();
    here.broken.clear();
    here.beats(3);
    here.answer("reconcile");
    return here;
  }
  type Office = ReturnType<typeof recovering>;
  const refuse = (here: Office) => {
    here.answer("fence");
    here.answer("reconcile");
    here.answer("verify", DAMAGE);
  };
  const notices = (here: Office) =>
    here.state.outstanding.flatMap(({ command }) => (command.kind === "notify" ? [command.notice] : []));

  test("is gone through with once it is mended, when somebody ordered it; backups go on until then", () => {
    const here = recovering("on-request");
    here.tell(order);
    refuse(here);
    expect(here.state).toMatchObject({
      activeId: B,
      move: null,
      putOff: { toId: A, by: "person", times: 1 },
    });
    expect(here.answer("unfence")).toMatchObject({ replicaId: B });
    here.answer("restart-jobs");
    here.answer("reconcile");
    here.beats(200);
    expect(here.awaited()).toEqual(["mend"]);
    expect(here.answer("mend")).toMatchObject({ replicaId: A });
    expect(here.state.phase).toBe("failing-back");
    for (const kind of ["fence", "reconcile", "verify", "write-manifest", "switch-active"] as const)
      here.answer(kind);
    expect(here.state).toMatchObject({ phase: "healthy", activeId: A, putOff: null });
  });

  test("waits until that place is well again after it was mended, and while nothing is to move", () => {
    const here = recovering("on-request");
    here.tell(order);
    refuse(here);
    here.tell({ kind: "order", order: { kind: "hold", isHeld: true } });
    here.broken.set(A, "unreachable");
    here.beats(3);
    here.answer("mend");
    here.broken.clear();
    here.beats(8);
    expect(here.state).toMatchObject({ phase: "recovering", move: null, putOff: { toId: A } });
    here.tell({ kind: "order", order: { kind: "hold", isHeld: false } });
    expect(here.state.phase).toBe("failing-back");
  });

  test("by itself is not tried while it is mended, and is after that", () => {
    const here = recovering("by-itself");
    here.beats(120);
    refuse(here);
    expect(here.state).toMatchObject({ activeId: B, move: null, returns: "by-itself" });
    here.answer("reconcile");
    here.beats(200);
    expect(here.state.phase).toBe("recovering");
    expect(notices(here)).toEqual([]);
    here.answer("mend");
    here.beats(1);
    expect(here.state.phase).toBe("failing-back");
  });

  test.each(["by-itself", "on-request"] as const)(
    "is given up, once, when mending helps nothing: %s",
    (failBack) => {
      const here = recovering(failBack);
      if (failBack === "on-request") here.tell(order);
      else here.beats(120);
      for (let n = 0; n < 4; n += 1) {
        expect(here.state.phase).toBe("failing-back");
        refuse(here);
        if (n === 3) break;
        here.answer("reconcile");
        here.beats(4);
        here.answer("mend");
        here.beats(1);
      }
      expect(notices(here).filter(({ about }) => about === "given-up")).toHaveLength(1);
      expect(here.state).toMatchObject({ move: null, putOff: null, returns: "on-request", activeId: B });
      here.answer("reconcile");
      here.answer("mend");
      here.beats(300);
      expect(here.state.phase).toBe("recovering");
    },
  );

  test("is given up when what is damaged there is nowhere whole", () => {
    const here = recovering("by-itself");
    here.beats(120);
    refuse(here);
    here.answer("mend", { outcome: "failed", detail: "LOST" });
    here.answer("reconcile");
    here.beats(300);
    expect(here.state).toMatchObject({ phase: "recovering", returns: "on-request", putOff: null });
    expect(notices(here)).toMatchObject([{ about: "given-up", cause: { command: "mend", detail: "LOST" } }]);
  });

  test("is over for a drill, which tells what it met", () => {
    const here = recovering("on-request");
    here.tell({ ...order, order: { ...order.order, by: "drill" } });
    refuse(here);
    expect(here.state).toMatchObject({ putOff: null, phaseCause: { kind: "well-again" } });
    here.answer("mend");
    here.beats(100);
    expect(here.state).toMatchObject({ phase: "recovering", activeId: B });
  });

  test("is forgotten when somebody orders something else, or another replica is active meanwhile", () => {
    const here = recovering("on-request");
    here.tell(order);
    refuse(here);
    here.tell({ ...order, order: { ...order.order, evenIfBehind: true } });
    here.answer("fence");
    here.answer("verify");
    here.answer("write-manifest");
    here.answer("switch-active");
    expect(here.state).toMatchObject({ activeId: A, putOff: null });
    here.answer("mend");
    here.beats(100);
    expect(here.state).toMatchObject({ phase: "healthy", activeId: A });
  });
});
