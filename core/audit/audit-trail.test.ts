/** The trail over a real catalog, and what somebody with the catalog in hand can do to it. */
import { createHash } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStores, type Stores } from "../catalog/open-stores.ts";
import { twoReplicas } from "../failover/testing/two-replicas.ts";
import { readAnchor, writeAnchor } from "./anchors.ts";
import { type AuditTrail, createAuditTrail } from "./audit-trail.ts";
import { proveTrail } from "./prove-trail.ts";
import { createChainProver } from "./verify-chain.ts";

const clock = { nowMs: () => Date.UTC(2026, 0, 31, 18) };
const ACTOR = { kind: "local" } as const;
const ALL = { before: null, actors: null, group: null, sinceMs: null };

async function trailIn(folder: string, store?: Partial<Stores["audit"]>) {
  const stores = openStores(folder);
  onTestFinished(() => stores.close());
  const problems: unknown[] = [];
  const audit = { ...stores.audit, ...store };
  const open = () =>
    createAuditTrail({ store: audit, clock, folder, onProblem: (error) => problems.push(error) });
  const prove = (trail: AuditTrail, given: string | null = null) =>
    proveTrail({ trail, folder, clock, places: () => [] }, given);
  return { stores, trail: open(), open, prove, problems };
}

/** As somebody does it who has the file: without our triggers. */
function tamper(folder: string, ...statements: string[]) {
  const database = new Database(join(folder, "catalog.db"));
  database.exec("DROP TRIGGER audit_trail_stays; DROP TRIGGER audit_trail_keeps;");
  for (const statement of statements) database.exec(statement);
  database.close();
}

async function fiveActs() {
  const folder = await tempFolder();
  const { trail, ...rest } = await trailIn(folder);
  for (const name of ["one", "two", "three", "four", "five"])
    trail.note({ actor: ACTOR, action: "plans.remove", facts: { name } });
  return { folder, trail, ...rest };
}

test("what was recorded proves to be whole, by others' means too", async () => {
  const { trail, prove } = await fiveActs();
  const found = await prove(trail);
  expect(found).toMatchObject({ verdict: "whole", records: 5, fault: null, head: { number: 5 } });
  expect(found.anchors).toMatchObject([{ where: "data-folder", state: "agrees", number: 5 }]);
  let previous = "0".repeat(64);
  for (const { record, hash } of trail.stored(0, 100)) {
    expect(createHash("sha256").update(record).digest("hex")).toBe(hash);
    expect(JSON.parse(record).previous).toBe(previous);
    previous = hash;
  }
});

test.each([
  ["changed", "UPDATE audit_trail SET record = replace(record, 'three', 'tree') WHERE number = 3", 3],
  ["missing", "DELETE FROM audit_trail WHERE number = 3", 3],
  ["missing", "DELETE FROM audit_trail WHERE number = 1", 1],
  // with a hash that fits the forged text
  [
    "unreadable",
    `INSERT INTO audit_trail (number, record, hash) VALUES (6, '{}', '${createHash("sha256").update("{}").digest("hex")}')`,
    6,
  ],
] as const)("a record that was %s is found (%s)", async (reason, statement, number) => {
  const { folder, trail, prove } = await fiveActs();
  tamper(folder, statement);
  expect(await prove(trail)).toMatchObject({ verdict: "broken", fault: { reason, number } });
});

test("a record with a hash of its own that fits is given away by the next one", async () => {
  const { folder, trail, prove } = await fiveActs();
  const forged = trail.stored(2, 1)[0]?.record.replace("three", "tree") ?? "";
  const hash = createHash("sha256").update(forged).digest("hex");
  tamper(folder, `UPDATE audit_trail SET record = '${forged}', hash = '${hash}' WHERE number = 3`);
  expect(await prove(trail)).toMatchObject({ verdict: "broken", fault: { reason: "order", number: 4 } });
});

test("a tail that was cut is whole by itself, and is found by the head beside it, and by one that was written down", async () => {
  const { folder, trail, prove, open } = await fiveActs();
  const { head } = await prove(trail);
  const written = `${head?.number}:${head?.hash}`;
  expect(await prove(trail, written)).toMatchObject({ verdict: "whole" });
  tamper(folder, "DELETE FROM audit_trail WHERE number > 3");
  expect(await prove(trail, written)).toMatchObject({
    ...{ verdict: "broken", fault: null, records: 3 },
    anchors: [
      { where: "given", state: "cut-off", number: 5 },
      { where: "data-folder", state: "cut-off", number: 5 },
    ],
  });
  // whoever goes on over the cut has it in the trail itself
  const again = open();
  again.note({ actor: ACTOR, action: "plans.remove" });
  again.note({ actor: ACTOR, action: "plans.remove" });
  expect(again.list(ALL, 10).map(({ action, facts }) => [action, facts.state])).toContainEqual([
    "audit.headDiffers",
    "cut-off",
  ]);
  expect(await prove(again, written)).toMatchObject({
    ...{ verdict: "broken", fault: null },
    anchors: [{ where: "given", state: "differs" }, { state: "agrees" }],
  });
});

test("a trail that was written anew from its first record is found by the head that a replica keeps, which stays there", async () => {
  const { folder, trail } = await fiveActs();
  const { one: place } = twoReplicas();
  const { signal } = new AbortController();
  const head = trail.head();
  if (head === undefined) throw new Error("there is a head");
  await writeAnchor(place, "office", head, trail.hashAt, signal);
  await writeAnchor(place, "branch", { ...head, number: 900 }, trail.hashAt, signal);
  expect(await readAnchor(place, "office", trail.hashAt, signal)).toMatchObject({
    ...{ state: "agrees", anchor: { number: 5 } },
  });

  tamper(folder, "DELETE FROM audit_trail");
  rmSync(join(folder, "audit-head.json"));
  const { trail: forged, prove } = await trailIn(folder);
  for (let n = 0; n < 6; n += 1) forged.note({ actor: ACTOR, action: "plans.save" });
  expect(await prove(forged)).toMatchObject({ verdict: "whole" });
  const newHead = forged.head();
  if (newHead !== undefined) await writeAnchor(place, "office", newHead, forged.hashAt, signal);
  expect(await readAnchor(place, "office", forged.hashAt, signal)).toMatchObject({
    ...{ state: "differs", anchor: { number: 5, hash: head.hash } },
  });
  const places = () => [
    { name: "NAS", read: (until: AbortSignal) => readAnchor(place, "office", forged.hashAt, until) },
    { name: "NAS 2", read: () => Promise.reject(new Error("away")) },
  ];
  expect(await proveTrail({ trail: forged, folder, clock, places }, null)).toMatchObject({
    verdict: "broken",
    anchors: [
      { state: "agrees" },
      { name: "NAS", state: "differs" },
      { name: "NAS 2", state: "unreachable" },
    ],
  });
});

test("an older head at a replica goes when a newer one is kept", async () => {
  const { trail } = await fiveActs();
  const { one: place } = twoReplicas();
  const { signal } = new AbortController();
  for (let n = 0; n < 3; n += 1) {
    trail.note({ actor: ACTOR, action: "plans.save" });
    const head = trail.head();
    if (head !== undefined) await writeAnchor(place, "office", head, trail.hashAt, signal);
  }
  const names = [];
  for await (const { name } of place.store.list("manifest")) names.push(name);
  expect(names).toHaveLength(1);
  expect(await readAnchor(place, "office", trail.hashAt, signal)).toMatchObject({ anchor: { number: 8 } });
});

test("our own programs cannot change or remove a record", async () => {
  const { folder } = await fiveActs();
  const database = new Database(join(folder, "catalog.db"));
  onTestFinished(() => void database.close());
  expect(() => database.exec("DELETE FROM audit_trail WHERE number = 2")).toThrow(/only added to/);
  expect(() => database.exec("UPDATE audit_trail SET hash = ''")).toThrow(/only added to/);
});

test("what a host was killed in the middle of is there without an outcome, and what was done with one", async () => {
  const { stores, trail, open } = await trailIn(await tempFolder());
  trail.begin({ actor: ACTOR, action: "repositories.prune" });
  trail.begin({ actor: ACTOR, action: "plans.save" })({ is: "done", code: null, facts: { jobId: "job-1" } });
  trail.begin({
    actor: { kind: "console", address: "192.168.1.9", session: "0a1b2c3d" },
    action: "plans.remove",
  })({
    ...{ is: "failed", code: "PLAN_NOT_FOUND", facts: {} },
  });
  const listed = open().list(ALL, 10);
  expect(listed.map(({ action, outcome }) => [action, outcome?.is, outcome?.code])).toEqual([
    ["plans.remove", "failed", "PLAN_NOT_FOUND"],
    ["plans.save", "done", null],
    ["repositories.prune", undefined, undefined],
  ]);
  expect(stores.audit.actOfJob("job-1")?.action).toBe("plans.save");
  const only = (filter: object) => trail.list({ ...ALL, ...filter }, 10).map(({ action }) => action);
  expect(only({ actors: ["console"] })).toEqual(["plans.remove"]);
  expect(only({ group: "plans" })).toEqual(["plans.remove", "plans.save"]);
  expect(only({ group: "pla" })).toEqual([]);
  expect(only({ before: listed[0]?.number ?? 0 })).toEqual(["plans.save", "repositories.prune"]);
  expect(only({ sinceMs: clock.nowMs() + 1 })).toEqual([]);
});

test("what could not be recorded keeps nobody from working, and is counted by the next record", async () => {
  const folder = await tempFolder();
  let isFull = false;
  const stores = openStores(folder);
  onTestFinished(() => stores.close());
  const problems: unknown[] = [];
  const trail = createAuditTrail({
    ...{ clock, folder, onProblem: (error: unknown) => problems.push(error) },
    store: {
      ...stores.audit,
      append(record) {
        if (isFull) throw new Error("no space left");
        return stores.audit.append(record);
      },
    },
  });
  isFull = true;
  trail.begin({ actor: ACTOR, action: "plans.save" })({ is: "done", code: null, facts: {} });
  trail.note({ actor: ACTOR, action: "plans.remove" });
  expect(problems).toHaveLength(2);
  isFull = false;
  trail.note({ actor: ACTOR, action: "settings.set" });
  expect(trail.list(ALL, 10).map(({ action, facts }) => [action, facts])).toEqual([
    ["settings.set", {}],
    ["audit.notRecorded", { records: 2 }],
  ]);
});

test("a head that says nothing is none, and a line that is no record is found", async () => {
  const { folder, trail, prove } = await fiveActs();
  writeFileSync(join(folder, "audit-head.json"), "{");
  expect((await prove(trail)).anchors).toMatchObject([{ state: "none" }]);
  const prover = createChainProver();
  for (const stored of trail.stored(0, 2)) prover.take(stored);
  prover.take({ record: "not JSON", hash: createHash("sha256").update("not JSON").digest("hex") });
  expect(prover.result()).toMatchObject({ records: 3, fault: { number: 3, reason: "unreadable" } });
});
