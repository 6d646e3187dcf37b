/** A plan whose computer is gone for good is made another one's own, which must never make two of it. */
import { describe, expect, test } from "vitest";
import type { PlanHook } from "../../shared/model/plan-hooks.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { AFTER_MS, EVERY_MS, LEASE_MS, PLAN, sharedOffice, twice } from "./testing/shared-office.ts";

/** Looks until the second one has taken over for certain. */
const LONG = (LEASE_MS + AFTER_MS) / EVERY_MS + 4;
const byOf = (runs: readonly { readonly by: string }[]) => [...new Set(runs.map(({ by }) => by))];
const refused = (reason: string) => ({ code: "STAND_IN_REFUSED", details: { reason } });

async function ownerGone(rounds = LONG) {
  const office = await sharedOffice();
  const { owner, second } = await office.pair();
  await office.rounds(6, owner, second);
  owner.isUp = false;
  await office.rounds(rounds, second);
  return { office, owner, second };
}

describe("a plan of a computer that is gone for good", () => {
  test("is made one's own by whoever has taken it over, and goes on without a gap", async () => {
    const { office, second } = await ownerGone();
    expect(await second.told()).toMatchObject({ state: "taken-over", isOwn: false });
    const before = office.runs.length;
    await second.service.adopt(PLAN);
    expect(await second.told()).toMatchObject({ state: "own", isOwn: true, ownerName: "second" });
    expect(second.service.isOthers(PLAN)).toBe(false);
    await office.rounds(30, second);
    expect(byOf(office.runs.slice(before))).toEqual(["second"]);
    expect(office.runs.length).toBeGreaterThanOrEqual(before + 4);
    expect(twice(office.runs)).toEqual([]);
    expect((await second.service.list("no")).neighbours).toEqual([]); // the one that is gone has nothing left here
    await second.service.offer(PLAN, false, LEASE_MS); // and may be kept here, as any other
    expect(second.service.turnOf(PLAN)).toBe("runs");
  });

  test("is started by nobody but its new owner when the old one comes back, which stands by from then on", async () => {
    const { office, owner, second } = await ownerGone();
    await second.service.adopt(PLAN);
    await office.rounds(6, second);
    const before = office.runs.length;
    owner.restart();
    owner.isUp = true;
    await office.rounds(24, owner, second);
    expect(byOf(office.runs.slice(before))).toEqual(["second"]);
    expect(twice(office.runs)).toEqual([]);
    expect(await owner.told()).toMatchObject({ state: "owners", isOwn: false, ownerName: "second" });
    expect(owner.news).toEqual(["given-away"]);
    expect(await second.told()).toMatchObject({ state: "own", standbyNames: ["owner"] });
    expect((await owner.service.list("no")).plans).toHaveLength(1);

    second.isUp = false; // and now the new one is gone for a while
    await office.rounds(100, owner);
    expect(await owner.told()).toMatchObject({ state: "taken-over", isHere: true });
    second.restart();
    second.isUp = true;
    await office.rounds(6, owner, second);
    expect(await second.told()).toMatchObject({ state: "own" });
    expect(twice(office.runs)).toEqual([]);
  });

  test("comes back only when its new owner is not there, and is still not the old one's", async () => {
    const { office, owner, second } = await ownerGone();
    await second.service.adopt(PLAN);
    second.isUp = false;
    owner.restart();
    owner.isUp = true;
    const before = office.runs.length;
    await office.rounds(LEASE_MS / EVERY_MS, owner);
    expect(office.runs.slice(before)).toEqual([]);
    expect(await owner.told()).toMatchObject({ isOwn: false, ownerName: "second" });
  });

  test("may be made one's own where it could not be taken over, and is not called missed any more", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    const [source] = owner.stores.sources.list();
    if (source?.kind !== "files") throw new Error("no source");
    const gone = `${await tempFolder()}/gone`;
    owner.stores.sources.save({ ...source, paths: [gone] }, office.clock.ms);
    await office.rounds(2, owner, second);
    owner.isUp = false;
    await office.rounds(LONG * 2, second);
    expect(second.missed.is).toMatchObject({ missingPaths: [gone] });
    await second.service.adopt(PLAN);
    expect(second.missed.is).toBeUndefined();
    await office.rounds(12, second);
    expect(await second.told()).toMatchObject({ state: "own", isOwn: true });
    expect(byOf(office.runs.slice(-2))).toEqual(["second"]);
  });

  test("is followed by another one that stands by for it", async () => {
    const { office, owner, second } = await ownerGone(0);
    owner.isUp = true;
    const third = await office.install("third");
    await third.service.look(office.repositoryId);
    await third.service.standBy(PLAN, 10 * AFTER_MS);
    await office.rounds(3, owner, second, third);
    owner.isUp = false;
    await office.rounds(LONG, second, third);
    await second.service.adopt(PLAN);
    await office.rounds(6, second, third);
    expect(await third.told()).toMatchObject({ state: "owners", ownerName: "second" });
    second.isUp = false;
    await office.rounds((LEASE_MS + 10 * AFTER_MS) / EVERY_MS + 6, third);
    expect(await third.told()).toMatchObject({ state: "taken-over", isHere: true });
    expect(twice(office.runs)).toEqual([]);
  });

  test("is nobody's but one's when two want it at the same time", async () => {
    const { office, owner, second } = await ownerGone(0);
    owner.isUp = true;
    const third = await office.install("third");
    await third.service.look(office.repositoryId);
    await third.service.standBy(PLAN, AFTER_MS * 100);
    await second.service.standBy(PLAN, AFTER_MS * 100);
    await office.rounds(3, owner, second, third);
    owner.isUp = false;
    await office.rounds(LEASE_MS / EVERY_MS + 2, second, third);
    await Promise.all([second.service.adopt(PLAN), third.service.adopt(PLAN)]);
    const before = office.runs.length;
    await office.rounds(30, second, third);
    const both = [await second.told(), await third.told()];
    expect(both.map((plan) => plan?.isOwn).toSorted()).toEqual([false, true]);
    expect(new Set(both.map((plan) => plan?.ownerName)).size).toBe(1);
    expect(byOf(office.runs.slice(before))).toHaveLength(1);
    expect(twice(office.runs)).toEqual([]);
  });

  test("is not given to anybody while its owner is there, or nobody knows yet, or another one starts it", async () => {
    const office = await sharedOffice();
    const { owner, second } = await office.pair();
    await expect(second.service.adopt(PLAN)).rejects.toMatchObject(refused("owner-there"));
    await expect(owner.service.adopt(PLAN)).rejects.toMatchObject(refused("not-own"));
    owner.isUp = false;
    second.restart();
    await second.service.look(office.repositoryId);
    await expect(second.service.adopt(PLAN)).rejects.toMatchObject(refused("owner-unknown"));
    owner.isUp = true;
    const third = await office.install("third");
    await third.service.look(office.repositoryId);
    await third.service.standBy(PLAN, 10 * AFTER_MS);
    await office.rounds(3, owner, second, third);
    owner.isUp = false;
    await office.rounds(LONG, second, third);
    await expect(third.service.adopt(PLAN)).rejects.toMatchObject(refused("taken-over"));
    expect(await third.told()).toMatchObject({ isOwn: false });
  });

  test("saves nothing that the person who asked has not seen", async () => {
    const { office, second } = await ownerGone();
    await expect(second.service.adopt(PLAN, ["/only/this"])).rejects.toMatchObject(
      refused("sources-changed"),
    );
    expect(await second.told()).toMatchObject({ isOwn: false });
    const paths = (await second.told())?.paths ?? [];
    await second.service.adopt(PLAN, paths);
    await office.rounds(2, second);
    expect(await second.told()).toMatchObject({ isOwn: true });
  });

  test("is not made one's own where nobody could be told", async () => {
    const { second } = await ownerGone();
    second.cut.add(0);
    await expect(second.service.adopt(PLAN)).rejects.toMatchObject({ code: "STORE_VANISHED" });
    expect(await second.told()).toMatchObject({ isOwn: false });
    second.cut.clear();
  });
});

test("what a plan runs around its backups stays with the computer whose programs they are", async () => {
  const office = await sharedOffice();
  const { owner, second } = await office.pair();
  const hook = (name: string): PlanHook => ({
    ...{ name, isEnabled: true, when: "before", program: "/bin/true", arguments: [] },
    ...{ limitSeconds: 60, onFailure: "warn" },
  });
  const hooksAt = ({ stores }: typeof owner) => stores.plans.get(PLAN)?.hooks;
  const change = ({ stores }: typeof owner, hooks: PlanHook[], more = {}) => {
    const plan = stores.plans.get(PLAN);
    if (plan === undefined) throw new Error("no plan");
    stores.plans.save({ ...plan, ...more, hooks }, office.clock.ms);
  };
  change(owner, [hook("Of the owner")]);
  await office.rounds(6, owner, second);
  expect(hooksAt(second)).toBeUndefined();
  change(second, [hook("Of the second")]);
  change(owner, [hook("Of the owner")], { mode: "full" });
  await office.rounds(6, owner, second);
  expect(second.stores.plans.get(PLAN)?.mode).toBe("full");
  expect(hooksAt(second)).toMatchObject([{ name: "Of the second" }]);
  expect(hooksAt(owner)).toMatchObject([{ name: "Of the owner" }]);
});
