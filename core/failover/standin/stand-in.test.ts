import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanId } from "../../../shared/ids.ts";
import type { PlanLease } from "../manifest/documents.ts";
import {
  type FoundInstallation,
  look,
  mayGoOn,
  mayStart,
  mergeLeases,
  newStandIn,
  published,
  type SharedPlan,
  type StandInState,
} from "./stand-in.ts";

const PLAN = "00000000-0000-4000-8000-000000000001" as PlanId;
const EVERY_MS = 10_000;
const LASTS_MS = 60_000;
const AFTER_MS = 30_000;

/** Installations around one storage, each with a clock of its own. Reading and writing are steps of their own, as others come in between. */
function office(...ids: readonly string[]) {
  const owner = ids[0] ?? "";
  const storage = new Map<string, FoundInstallation>();
  let trueMs = 1_000_000;
  let beats = 0;
  const hosts = new Map(ids.map((id) => [id, newHost(id)]));

  function newHost(id: string) {
    return {
      state: newStandIn(id),
      aheadMs: id === owner ? 0 : 7_000_000,
      isRunning: false,
      isReachable: true,
      handledMs: null as number | null,
      /** A look that has read and not written yet. */
      read: undefined as { readonly state: StandInState; readonly beganMs: number } | undefined,
    };
  }
  const hostOf = (id: string) => {
    const host = hosts.get(id);
    if (host === undefined) throw new Error(`no host ${id}`);
    return host;
  };
  const clockOf = (id: string) => trueMs + hostOf(id).aheadMs;
  /** Those that may be at it: who may start it, and who may go on with what it has begun. */
  const atIt = () => ids.filter((id) => mayGoOn(hostOf(id).state, PLAN, clockOf(id)));
  const mays = () => ids.filter((id) => mayStart(hostOf(id).state, PLAN, clockOf(id)));

  const all = {
    hostOf,
    mays,
    atIt,
    leases: () => [...storage.values()].map(({ leases }) => leases).reduce(mergeLeases, []),
    pass(ms: number) {
      trueMs += ms;
    },
    begin(id: string) {
      const host = hostOf(id);
      const { isRunning, isReachable, handledMs } = host;
      const plan: SharedPlan = {
        ...{ planId: PLAN, ownerId: owner, lastsMs: LASTS_MS, afterMs: AFTER_MS },
        ...{ isRunning, isReachable, handledMs },
      };
      const nowMs = clockOf(id);
      const found = [...storage.values()];
      host.state = look(host.state, { beganMs: nowMs, nowMs, everyMs: EVERY_MS, found, plans: [plan] });
      host.read = { state: host.state, beganMs: nowMs };
    },
    end(id: string) {
      const host = hostOf(id);
      if (host.read === undefined) return;
      beats += 1;
      storage.set(id, { id, stamp: `${beats}`, leases: host.read.state.leases });
      host.state = published(host.state, host.read.beganMs);
      host.read = undefined;
    },
    look(id: string) {
      all.begin(id);
      all.end(id);
    },
    /** A process ends and another one begins; what it knows is in the replica. */
    restart(id: string) {
      const { aheadMs } = hostOf(id);
      hosts.set(id, { ...newHost(id), aheadMs });
    },
    /** All that are named look regularly, for so many times. */
    rounds(times: number, ...who: readonly string[]) {
      for (let n = 0; n < times; n += 1) {
        all.pass(EVERY_MS);
        for (const id of who) all.look(id);
      }
    },
  };
  return all;
}

/** Until somebody is gone for certain, and the second look after that. */
const LONG = (LASTS_MS + AFTER_MS) / EVERY_MS + 4;

describe("a plan that two installations may start", () => {
  test("is its owner's, from its second look on and for as long as it looks", () => {
    const all = office("a", "b");
    all.look("a");
    expect(all.mays()).toEqual([]);
    all.rounds(3, "b", "a");
    expect(all.mays()).toEqual(["a"]);
    all.pass(LASTS_MS);
    expect(all.mays()).toEqual([]);
  });

  test("is taken over when its owner was silent for the lease and the time on top, and handed back when it returns", () => {
    const all = office("a", "b");
    all.rounds(3, "a", "b");
    all.rounds((LASTS_MS + AFTER_MS) / EVERY_MS - 1, "b");
    expect(all.mays()).toEqual([]);
    all.rounds(4, "b");
    expect(all.mays()).toEqual(["b"]);
    all.hostOf("b").handledMs = 77;
    all.rounds(20, "b");
    all.restart("a");
    all.look("a");
    expect(all.mays()).toEqual(["b"]);
    all.rounds(3, "a", "b");
    expect(all.mays()).toEqual(["a"]);
    expect(all.leases()).toMatchObject([{ holderId: "a", term: 2, handledMs: 77 }]);
  });

  test("is not handed back before the backup that is under way has ended, and nothing else begins meanwhile", () => {
    const all = office("a", "b");
    all.rounds(3, "a", "b");
    all.rounds(LONG, "b");
    all.hostOf("b").isRunning = true;
    all.rounds(5, "a", "b");
    expect(all.mays()).toEqual([]);
    expect(all.leases()).toMatchObject([{ holderId: "b" }]);
    all.hostOf("b").isRunning = false;
    all.rounds(3, "b", "a");
    expect(all.mays()).toEqual(["a"]);
  });

  test("is left alone by who cannot reach its files", () => {
    const all = office("a", "b");
    all.rounds(3, "a", "b");
    all.hostOf("b").isReachable = false;
    all.rounds(LONG * 3, "b");
    expect(all.leases()).toMatchObject([{ holderId: "a", term: 0 }]);
  });

  test("comes back to its owner when whoever took it over is gone itself", () => {
    const all = office("a", "b");
    all.rounds(3, "a", "b");
    all.rounds(LONG, "b");
    all.rounds(LONG + 4, "a");
    expect(all.mays()).toEqual(["a"]);
    all.rounds(3, "b", "a"); // it was only frozen
    expect(all.mays()).toEqual(["a"]);
  });

  test("is not taken over by a computer that slept, or whose clock was set, only for that", () => {
    const all = office("a", "b");
    all.rounds(3, "a", "b");
    all.hostOf("b").aheadMs += 3_600_000;
    all.rounds(2, "b");
    expect(all.leases()).toMatchObject([{ holderId: "a", term: 0 }]);
  });

  test("is started by one of two that stand by, even when both take it at once", () => {
    const all = office("a", "b", "c");
    all.rounds(3, "a", "b", "c");
    all.rounds((LASTS_MS + AFTER_MS) / EVERY_MS - 1, "b", "c");
    all.pass(EVERY_MS);
    for (const id of ["b", "c"]) all.begin(id);
    all.end("b");
    all.look("b");
    expect(all.mays()).toEqual(["b"]);
    all.pass(EVERY_MS);
    all.end("c"); // it had not read yet what the other one wrote
    for (let n = 0; n < 4; n += 1) {
      for (const id of ["c", "b"]) {
        all.look(id);
        expect(all.atIt().length).toBeLessThan(2);
      }
      all.pass(EVERY_MS);
    }
    expect(all.mays()).toHaveLength(1);
  });

  test("nobody starts it beside another, whatever comes in between, and it is its owner's when all are there", () => {
    const Host = fc.constantFrom("a", "b", "c");
    const Step = fc.oneof(
      { weight: 8, arbitrary: fc.record({ kind: fc.constant("begin" as const), id: Host }) },
      { weight: 8, arbitrary: fc.record({ kind: fc.constant("end" as const), id: Host }) },
      { weight: 6, arbitrary: fc.record({ kind: fc.constant("rounds" as const), id: Host, n: fc.nat(14) }) },
      { weight: 6, arbitrary: fc.record({ kind: fc.constant("pass" as const), ms: fc.nat(30_000) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), id: Host }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("run" as const), id: Host }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("reach" as const), id: Host }) },
    );
    fc.assert(
      fc.property(fc.array(Step, { maxLength: 120 }), fc.nat(100), fc.nat(7_200_000), (steps, at, jumpMs) => {
        const all = office("a", "b", "c");
        all.rounds(3, "a", "b", "c");
        for (const [n, step] of steps.entries()) {
          // a clock is set once
          if (n === at) all.hostOf("b").aheadMs += jumpMs;
          if (step.kind === "begin") all.begin(step.id);
          if (step.kind === "end") all.end(step.id);
          if (step.kind === "pass") all.pass(step.ms);
          if (step.kind === "restart") all.restart(step.id);
          if (step.kind === "run") all.hostOf(step.id).isRunning = !all.hostOf(step.id).isRunning;
          if (step.kind === "reach") all.hostOf(step.id).isReachable = !all.hostOf(step.id).isReachable;
          for (let round = 0; step.kind === "rounds" && round < step.n; round += 1) {
            all.rounds(1, step.id);
            expect(all.atIt().length).toBeLessThan(2);
          }
          expect(all.atIt().length).toBeLessThan(2);
        }
        for (const id of ["a", "b", "c"]) all.hostOf(id).isRunning = false;
        all.rounds(LONG + 6, "a", "b", "c");
        expect(all.mays()).toEqual(["a"]);
      }),
      { numRuns: 400 },
    );
  });

  test("leases that are merged in any order come to the same", () => {
    const Lease: fc.Arbitrary<PlanLease> = fc.record({
      planId: fc.constant(PLAN),
      ownerId: fc.constant("a"),
      term: fc.nat(2),
      holderId: fc.constantFrom("a", "b"),
      lastsMs: fc.constantFrom(1000, 2000),
      handledMs: fc.option(fc.nat(2)),
    });
    fc.assert(
      fc.property(fc.array(Lease, { minLength: 1, maxLength: 5 }), (leases) => {
        const forth = leases.map((lease) => [lease]).reduce(mergeLeases, []);
        const back = leases
          .toReversed()
          .map((lease) => [lease])
          .reduce(mergeLeases, []);
        expect(forth).toEqual(back);
        expect(mergeLeases(forth, leases)).toEqual(forth);
      }),
    );
  });
});
