import { describe, expect, test } from "vitest";
import { A, B, C, MINUTE, office } from "./testing/office.ts";

const DAMAGE = { outcome: "failed", detail: "OBJECT_CORRUPT", isDamage: true } as const;

/** The active replica is gone for good, and B is found to be damaged whenever it is looked at. */
function stuck(ids = [A, B]) {
  const here = office(ids);
  const triesMs: number[] = [];
  const told: unknown[] = [];
  let isDamaged = true;
  here.broken.set(A, "unreachable");
  /** Lets time go by, and does what is commanded but for mending, which takes as long as it takes. */
  const pass = (ms: number) => {
    for (let left = ms / (15 * 1000); left > 0; left -= 1) {
      here.beats(1);
      here.tell({ kind: "tick" });
      answerAll();
    }
  };
  const answerAll = () => {
    for (;;) {
      const entry = here.state.outstanding.find(({ command }) => command.kind !== "mend");
      if (entry === undefined) return;
      const { command } = entry;
      if (command.kind === "verify") triesMs.push(here.nowMs);
      if (command.kind === "notify") told.push(command.notice);
      const isRefused = command.kind === "verify" && command.replicaId === B && isDamaged;
      here.answer(command.kind, isRefused ? DAMAGE : { outcome: "done" });
    }
  };
  return {
    ...{ here, triesMs, told, pass, answerAll },
    mended: () => {
      isDamaged = false;
    },
  };
}

describe("an emergency whose only candidate is damaged", () => {
  test("is tried with growing pauses up to ten minutes, and told once", () => {
    const { here, triesMs, told, pass } = stuck();
    pass(4 * 60 * MINUTE);
    expect(here.state).toMatchObject({ phase: "suspect", activeId: A, isStuckTold: true });
    const pauses = triesMs.slice(1).map((atMs, n) => Math.round((atMs - (triesMs[n] ?? 0)) / MINUTE));
    expect(pauses.slice(0, 12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10]);
    expect(triesMs.length).toBeLessThan(35);
    expect(told).toMatchObject([{ about: "given-up", cause: { kind: "failed", replicaId: B } }]);
  });

  test("is tried at once when that one was mended", () => {
    const { here, triesMs, pass, mended } = stuck();
    pass(60 * MINUTE);
    const { length } = triesMs;
    mended();
    here.answer("mend");
    expect(here.state.phase).toBe("failing-over");
    pass(15_000);
    expect(here.state).toMatchObject({ phase: "failed-over", activeId: B, isStuckTold: false });
    expect(triesMs).toHaveLength(length + 1);
  });

  test("is not tried at once for ever when mending ends and helps nothing", () => {
    const { here, triesMs, pass } = stuck();
    for (let n = 0; n < 60 * 4; n += 1) {
      pass(15_000);
      if (here.awaited().includes("mend")) here.answer("mend");
    }
    expect(triesMs.length).toBeLessThan(15);
  });

  test("waits on when nothing of what is damaged there is whole anywhere", () => {
    const { here, triesMs, pass } = stuck();
    for (let n = 0; n < 60 * 4; n += 1) {
      pass(15_000);
      if (here.awaited().includes("mend")) here.answer("mend", { outcome: "failed", detail: "LOST" });
    }
    expect(triesMs.length).toBeLessThan(12);
  });

  test("is tried at once when a person asks, and by itself from small pauses on after that", () => {
    const { here, triesMs, pass, answerAll } = stuck();
    pass(60 * MINUTE);
    const { length } = triesMs;
    const order = { kind: "switch-over", by: "person", toId: B, forGood: false, evenIfBehind: true } as const;
    here.tell({ kind: "order", order });
    expect(here.refusal).toBeUndefined();
    answerAll();
    expect(triesMs).toHaveLength(length + 1);
    pass(3 * MINUTE);
    expect(triesMs.length).toBeGreaterThan(length + 1);
  });

  test("goes to another at once that is well meanwhile", () => {
    const { here, pass } = stuck([A, B, C]);
    here.broken.set(C, "unreachable");
    pass(60 * MINUTE);
    expect(here.state.activeId).toBe(A);
    here.broken.delete(C);
    pass(45_000);
    expect(here.state).toMatchObject({ phase: "failed-over", activeId: C });
  });

  test("is over when the active one is well again, and the next one begins from small pauses", () => {
    const { here, triesMs, pass } = stuck();
    pass(60 * MINUTE);
    here.broken.delete(A);
    pass(MINUTE);
    expect(here.state).toMatchObject({ phase: "healthy", isStuckTold: false });
    const { length } = triesMs;
    here.broken.set(A, "unreachable");
    pass(3 * MINUTE);
    expect(triesMs.length).toBeGreaterThanOrEqual(length + 2);
  });

  test("counts no time that nobody knows of, as the clock was set back", () => {
    const { here, triesMs, pass } = stuck();
    pass(60 * MINUTE);
    const { length } = triesMs;
    here.jump(-24 * 60 * MINUTE);
    pass(2 * MINUTE);
    expect(triesMs.length).toBeGreaterThan(length);
  });
});
