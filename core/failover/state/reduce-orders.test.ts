import { describe, expect, test } from "vitest";
import type { ReplicaId } from "../../../shared/ids.ts";
import { FailoverSettings } from "../../../shared/model/failover.ts";
import { mayWriteTo, pruneObstacle } from "./permissions.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "./settings.ts";
import { A, B, C, MINUTE, office } from "./testing/office.ts";

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
