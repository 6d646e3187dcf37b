/** Two installations and their catalogs, schedulers and leases, with replicas in memory and a clock that is moved by hand. */
import { mkdir } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlanId, SourceId } from "../../shared/ids.ts";
import { folderSource } from "../../test/support/host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import type { JobRecord } from "../jobs/job.ts";
import { withoutManifests } from "../storage/without-manifests.ts";
import {
  AFTER_MS,
  EVERY_MS,
  type Installation,
  LEASE_MS,
  PLAN,
  SOURCE,
  sharedOffice,
  twice,
} from "./testing/shared-office.ts";

/** Looks until the second one has taken over for certain. */
const LONG = (LEASE_MS + AFTER_MS) / EVERY_MS + 4;

const byOf = (runs: readonly { readonly by: string }[]) => [...new Set(runs.map(({ by }) => by))];

describe("a plan of one installation for which another stands by", () => {
  test("is run by the second one while the first is gone, caught up, handed back, and never run twice", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    await office.rounds(12, owner, second);
    expect(byOf(office.runs)).toEqual(["owner"]);
    expect(await second.told()).toMatchObject({ state: "owners", isHere: false, sinceMs: null });
    expect(await owner.told()).toMatchObject({ state: "own", standbyNames: ["second"] });

    const before = office.runs.length;
    owner.isUp = false;
    await office.rounds(LONG, owner, second);
    const takenMs = office.clock.ms;
    expect(await second.told()).toMatchObject({ state: "taken-over", isHere: true, holderName: "second" });
    expect((await second.told())?.sinceMs).toBeGreaterThan(takenMs - 6 * EVERY_MS);
    expect(second.news).toEqual(["took-over"]);
    expect((await second.service.list("no")).neighbours).toMatchObject([{ name: "owner", isThere: false }]);
    await office.rounds(12, second);
    const meanwhile = office.runs.slice(before);
    expect(byOf(meanwhile)).toEqual(["second"]);
    expect(meanwhile[0]?.dueMs).toBeLessThan(takenMs - 2 * EVERY_MS); // what was due before is caught up

    owner.restart();
    owner.isUp = true;
    await office.rounds(1, owner);
    expect(await owner.told()).toMatchObject({ state: "taken-over", isOwn: true, holderName: "second" });
    const handing = office.runs.length;
    await office.rounds(4, owner, second);
    expect(await owner.told()).toMatchObject({ state: "own", isHere: true });
    expect(await second.told()).toMatchObject({ state: "owners" });
    await office.rounds(12, owner, second);
    expect(byOf(office.runs.slice(handing))).toEqual(["owner"]);
    expect(second.news).toEqual(["took-over", "handed-back"]);
    expect(owner.news).toEqual(["covered", "returned"]);
    expect(twice(office.runs)).toEqual([]);
  });

  test("is not handed back in the midst of a backup, and what waits for its turn is not begun", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    owner.isUp = false;
    await office.rounds(LONG - 1, second);
    second.isSlow = true;
    await office.rounds(12, second);
    expect(second.stores.runs.unfinished()).toHaveLength(1);
    owner.restart();
    owner.isUp = true;
    await office.rounds(12, owner, second);
    expect(await owner.told()).toMatchObject({ state: "taken-over" });
    expect(second.stores.runs.unfinished()).toHaveLength(1);
    const jobOf = (run: { readonly id: string }) =>
      ({ origin: { planId: PLAN, runId: run.id } }) as JobRecord;
    for (const run of second.stores.runs.unfinished()) expect(second.service.mayBegin(jobOf(run))).toBe(true);
    second.isSlow = false;
    second.endRuns();
    await office.rounds(4, owner, second);
    expect(await owner.told()).toMatchObject({ state: "own" });
    expect(twice(office.runs)).toEqual([]);
  });

  test("is not run by its owner while the replica cannot be reached, which is told as waiting", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    owner.cut.add(0);
    await office.rounds(LEASE_MS / EVERY_MS + 1, owner);
    expect(await owner.told()).toMatchObject({ state: "waits" });
    const before = office.runs.length;
    await office.rounds(6, owner);
    expect(office.runs).toHaveLength(before);
    owner.cut.clear();
    await office.rounds(8, owner, second);
    expect(await owner.told()).toMatchObject({ state: "own" });
    expect(office.runs.length).toBeGreaterThan(before);
  });

  test("is left alone by a second one that cannot read the files", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const [source] = owner.stores.sources.list();
    if (source?.kind !== "files") throw new Error("no source");
    owner.stores.sources.save({ ...source, paths: ["/nowhere/at/all"] }, office.clock.ms);
    await office.rounds(2, owner, second);
    expect(await second.told()).toMatchObject({ state: "owners", missingPaths: ["/nowhere/at/all"] });
    expect(second.missed.is).toBeUndefined(); // its owner is there and starts it
    await office.rounds(LONG * 2, second);
    expect(await second.told()).toMatchObject({ state: "owners", isHere: false });
    expect(second.missed.is).toEqual({
      ...{ ownerName: "owner", missingPaths: ["/nowhere/at/all"], newPaths: ["/nowhere/at/all"] },
    });
    await office.rounds(3, owner, second);
    expect(second.missed.is).toBeUndefined();
  });

  test("is left alone while its owner has files read that nobody here agreed to", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const [source] = owner.stores.sources.list();
    if (source?.kind !== "files") throw new Error("no source");
    const added = await tempFolder();
    const below = `${owner.documents}/..${added}`; // what it says is not where it leads
    const paths = [...source.paths, `${owner.documents}/2026`, added, below];
    await mkdir(`${owner.documents}/2026`);
    owner.stores.sources.save({ ...source, paths }, office.clock.ms);
    await office.rounds(2, owner, second);
    expect(await second.told()).toMatchObject({ state: "owners", newPaths: [added, below], paths });
    await office.rounds(LONG * 2, second);
    expect(await second.told()).toMatchObject({ state: "owners", isHere: false });
    expect(second.missed.is).toMatchObject({ missingPaths: [below], newPaths: [added, below] });
    await second.service.standBy(PLAN, AFTER_MS, [...source.paths, added]);
    expect(await second.told()).toMatchObject({ newPaths: [below] });
    owner.stores.sources.save({ ...source, paths: [...source.paths, added] }, office.clock.ms);
    await office.rounds(2, owner, second);
    expect(await second.told()).toMatchObject({ newPaths: [], missingPaths: [] });
    await office.rounds(LONG, second);
    expect(await second.told()).toMatchObject({ state: "taken-over", isHere: true });
    expect(second.missed.is).toBeUndefined();
  });

  test("is left alone while it is paused, here or where it was made", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const pause = ({ stores }: Installation, isPaused: boolean) => {
      const plan = stores.plans.get(PLAN);
      if (plan === undefined) throw new Error("no plan");
      stores.plans.save({ ...plan, isPaused }, office.clock.ms);
    };
    pause(second, true);
    await office.rounds(LONG * 2, second);
    expect(await second.told()).toMatchObject({ state: "owners", pausedAt: "here" });
    expect(second.missed.is).toBeUndefined(); // nobody expects that it is started
    pause(second, false);
    pause(owner, true);
    await office.rounds(2, owner, second);
    expect(second.stores.plans.get(PLAN)).toMatchObject({ isPaused: false });
    await office.rounds(LONG * 2, second);
    expect(await second.told()).toMatchObject({ state: "owners", pausedAt: "owner" });
    pause(owner, false);
    await office.rounds(2, owner, second);
    await office.rounds(LONG, second);
    expect(await second.told()).toMatchObject({ state: "taken-over", pausedAt: null });
  });

  test("takes no source of this computer for its own, and leaves none behind", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const third = await office.install("third");
    const own = { id: SOURCE, ...folderSource("Private", third.documents) };
    third.stores.sources.save(own, office.clock.ms);
    await third.service.look(office.repositoryId);
    await expect(third.service.standBy(PLAN, AFTER_MS)).rejects.toMatchObject({
      details: { reason: "known-source" },
    });
    expect(third.stores.sources.list()).toEqual([own]);

    const [plan, otherId] = [
      owner.stores.plans.get(PLAN),
      "00000000-0000-4000-8000-000000000009" as SourceId,
    ];
    if (plan === undefined) throw new Error("no plan");
    owner.stores.sources.save({ id: otherId, ...folderSource("Scans", owner.documents) }, office.clock.ms);
    owner.stores.plans.save({ ...plan, sourceIds: [otherId] }, office.clock.ms);
    await office.rounds(2, owner, second);
    expect(second.stores.sources.list().map(({ id }) => id)).toEqual([otherId]);
  });

  test("is started by nobody who is not sure of its clock, until it has looked", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    office.clock.ms += LEASE_MS * 0.75;
    expect(owner.service.turnOf(PLAN)).toBe("runs");
    office.clock.ms -= 500; // as clocks are corrected
    expect(owner.service.turnOf(PLAN)).toBe("runs");
    office.clock.ms -= LEASE_MS / 2; // its last sign would count for so much longer
    expect(owner.service.turnOf(PLAN)).toBe("waits");
    await office.rounds(2, owner, second);
    expect(owner.service.turnOf(PLAN)).toBe("runs");
  });

  test("tells which computer starts it, on the one that does not", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    expect(second.service.startedBy(PLAN)).toBe("owner");
    expect(owner.service.startedBy(PLAN)).toBeUndefined();
    second.restart();
    expect(second.service.startedBy(PLAN)).toBe("owner");
    await office.rounds(LONG, second);
    expect(second.service.startedBy(PLAN)).toBeUndefined();
    await owner.service.look(office.repositoryId);
    expect(owner.service.startedBy(PLAN)).toBe("second");
  });

  test("is not taken over once its owner keeps it, or has removed it", async () => {
    for (const end of ["keep", "remove"] as const) {
      const office = await sharedOffice();
      const { owner, second } = await office.pair();
      if (end === "keep") await owner.service.offer(PLAN, false, LEASE_MS);
      else owner.stores.plans.remove(PLAN);
      for (let n = 0; n < 6; n += 1) {
        office.clock.ms += EVERY_MS;
        owner.service.tick();
        await owner.service.look(office.repositoryId);
        await second.work();
      }
      expect(await second.told()).toMatchObject({ state: "withdrawn" });
      // nothing is left to be said, so the owner looks no more
      expect(owner.service.isUsed()).toBe(false);
      const before = office.runs.length;
      await office.rounds(LONG * 3, second);
      expect(await second.told()).toMatchObject({ state: "withdrawn", isHere: false });
      expect(office.runs).toHaveLength(before);
      await second.service.leave(PLAN);
      expect(second.stores.plans.list()).toEqual([]);
      expect(second.stores.sources.list()).toEqual([]);
    }
  });

  test("is changed where it was made, and keeps the name it was given here", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const of = ({ stores }: Installation) => stores.plans.get(PLAN);
    const [own, theirs] = [of(owner), of(second)];
    if (own === undefined || theirs === undefined) throw new Error("no plan");
    second.stores.plans.save({ ...theirs, name: "Of the office" }, office.clock.ms);
    owner.stores.plans.save(
      { ...own, schedule: { kind: "daily", at: "03:00", weekdays: [1] } },
      office.clock.ms,
    );
    await office.rounds(2, owner, second);
    expect(of(second)).toMatchObject({ name: "Of the office", schedule: { at: "03:00" } });
    expect(second.stores.sources.get(SOURCE)).toMatchObject({ name: "Documents" });
  });

  test("goes on by its owner in a place that keeps no documents, and nobody takes it over there", async () => {
    const office = await sharedOffice(2, (store, n) => (n === 0 ? withoutManifests(store) : store));
    const { owner: first, second } = await office.pair();
    // what the standby place says is enough while it is there
    expect(await first.told()).toMatchObject({ state: "own", standbyNames: ["second"] });
    for (const host of [first, second]) host.cut.add(1);
    await office.rounds(LONG, first, second);
    expect(await first.told()).toMatchObject({ state: "own" });
    const before = office.runs.length;
    await office.rounds(LONG * 2, first, second);
    expect(byOf(office.runs.slice(before))).toEqual(["owner"]);
    first.isUp = false;
    const alone = office.runs.length;
    await office.rounds(LONG * 2, second);
    expect(office.runs).toHaveLength(alone);
    expect(await second.told()).not.toMatchObject({ state: "taken-over" });
  });

  test("is refused where no place keeps documents, and goes on as before", async () => {
    const office = await sharedOffice(1, withoutManifests);
    await expect(office.pair()).rejects.toMatchObject({ code: "STORE_WITHOUT_MANIFESTS" });
  });

  test("what makes no sense is refused with its reason, and changes nothing", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const refused = (reason: string) => ({ code: "STAND_IN_REFUSED", details: { reason } });
    const nowhere = "00000000-0000-4000-8000-000000000099" as PlanId;
    await expect(owner.service.standBy(PLAN, AFTER_MS)).rejects.toMatchObject(refused("own"));
    await expect(second.service.offer(PLAN, true, LEASE_MS)).rejects.toMatchObject(refused("not-own"));
    await expect(owner.service.leave(PLAN)).rejects.toMatchObject(refused("not-own"));
    await expect(second.service.standBy(nowhere, AFTER_MS)).rejects.toMatchObject(refused("not-offered"));
    await expect(owner.service.offer(nowhere, true, LEASE_MS)).rejects.toMatchObject({
      code: "PLAN_NOT_FOUND",
    });
    owner.isUp = false;
    await office.rounds(LONG, second);
    second.isSlow = true;
    await office.rounds(12, second);
    await expect(second.service.leave(PLAN)).rejects.toMatchObject(refused("running"));
    owner.restart();
    await owner.service.look(office.repositoryId);
    await expect(owner.service.offer(PLAN, false, LEASE_MS)).rejects.toMatchObject(refused("taken-over"));
    second.endRuns();
    owner.isUp = true;
    const third = await office.install("third");
    const [source] = owner.stores.sources.list();
    if (source?.kind !== "files") throw new Error("no source");
    owner.stores.sources.save({ ...source, paths: [`${await tempFolder()}/gone`] }, office.clock.ms);
    await office.rounds(2, owner, second);
    await third.service.look(office.repositoryId);
    await expect(third.service.standBy(PLAN, AFTER_MS)).rejects.toMatchObject(refused("sources"));
    expect(third.stores.plans.list()).toEqual([]);
    expect(await third.told()).toMatchObject({ state: "not-shared", ownerName: "owner" });
  });

  test("an offer of which nobody can be told is none", async () => {
    const office = await sharedOffice();
    const { owner } = await office.pair();
    await owner.service.offer(PLAN, false, LEASE_MS);
    owner.cut.add(0);
    await expect(owner.service.offer(PLAN, true, LEASE_MS)).rejects.toMatchObject({ code: "STORE_VANISHED" });
    expect(owner.service.turnOf(PLAN)).toBe("runs");
  });

  test("is taken over after its own lease, whatever leases other plans have", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const plan = second.stores.plans.get(PLAN);
    if (plan === undefined) throw new Error("no plan");
    const ownId = "00000000-0000-4000-8000-000000000003" as PlanId;
    second.stores.plans.save({ ...plan, id: ownId, name: "Of the second" }, office.clock.ms);
    await second.service.offer(ownId, true, LEASE_MS * 60);
    await office.rounds(2, owner, second);
    await office.rounds(LONG, second);
    expect(await second.told()).toMatchObject({ state: "taken-over", isHere: true });
  });

  test("a change of how long to wait is no new beginning", async () => {
    const office = await sharedOffice();
    const { second } = await office.pair();
    const plan = second.stores.plans.get(PLAN);
    if (plan === undefined) throw new Error("no plan");
    second.stores.plans.save({ ...plan, name: "Mine", isPaused: true }, office.clock.ms);
    await second.service.standBy(PLAN, 120_000);
    expect(second.stores.plans.get(PLAN)).toMatchObject({ name: "Mine", isPaused: true });
    expect(await second.told()).toMatchObject({ afterMs: 120_000 });
  });

  test("two tell of each other by name: who is there, and who was there before", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    await office.rounds(2, owner, second);
    const seenBy = async ({ service }: Installation) => (await service.list("no")).neighbours;
    expect(await seenBy(second)).toMatchObject([
      { name: "owner", isThere: true, offers: ["Office hours"], standsBy: [] },
    ]);
    expect(await seenBy(owner)).toMatchObject([
      { name: "second", isThere: true, offers: [], standsBy: ["Office hours"] },
    ]);
    const lastMs = office.clock.ms;
    await office.rounds(LONG, owner);
    expect(await seenBy(owner)).toMatchObject([{ name: "second", isThere: false }]);
    expect((await seenBy(owner))[0]?.signMs).toBeLessThanOrEqual(lastMs);
    owner.restart();
    await owner.service.look(office.repositoryId);
    expect(await seenBy(owner)).toMatchObject([{ name: "second", isThere: null }]);
  });

  test("whatever comes in between, no due time is run twice, and its owner runs it when all are there", async () => {
    const Host = fc.constantFrom("owner" as const, "second" as const);
    const Step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant("both" as const), n: fc.integer({ max: 16, min: 1 }) }),
      },
      {
        weight: 6,
        arbitrary: fc.record({
          kind: fc.constant("one" as const),
          host: Host,
          n: fc.integer({ max: 16, min: 1 }),
        }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("cut" as const), host: Host }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant("restart" as const), host: Host }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("slow" as const), host: Host }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(Step, { minLength: 1, maxLength: 10 }), async (steps) => {
        const office = await sharedOffice();
        const hosts = await office.pair();
        for (const step of steps) {
          if (step.kind === "both") await office.rounds(step.n, hosts.owner, hosts.second);
          else if (step.kind === "one") await office.rounds(step.n, hosts[step.host]);
          else if (step.kind === "restart") hosts[step.host].restart();
          else if (step.kind === "slow") hosts[step.host].isSlow = !hosts[step.host].isSlow;
          else if (!hosts[step.host].cut.delete(0)) hosts[step.host].cut.add(0);
          expect(twice(office.runs)).toEqual([]);
        }
        for (const host of Object.values(hosts)) {
          host.cut.clear();
          host.isSlow = false;
          host.endRuns();
        }
        await office.rounds(LONG + 8, hosts.owner, hosts.second);
        expect(await hosts.owner.told()).toMatchObject({ state: "own" });
        const before = office.runs.length;
        await office.rounds(12, hosts.owner, hosts.second);
        expect(office.runs.slice(before).map(({ by }) => by)).toEqual(["owner", "owner"]);
        expect(twice(office.runs)).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
