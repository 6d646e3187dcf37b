import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { initCrashRepository } from "../../../test/support/crash-repository.ts";
import { idOf } from "../../repository/inventory/testing/sample-repository.ts";
import { runPrune } from "../../repository/prune/run-prune.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import { createReplica } from "../replicate/create-replica.ts";
import {
  checkOf,
  expectWhole,
  flip,
  namesOf,
  noise,
  quietJob,
  twoReplicas,
} from "../testing/two-replicas.ts";
import { type HealOptions, heal } from "./heal.ts";
import { openReplicaMending } from "./mend-config.ts";

const job = { signal: quietJob.signal, reportProgress: () => {} };
const everything: HealOptions = { readData: { kind: "all" }, threads: 1 };

/** Two replicas with the same three snapshots. */
async function setUp() {
  const { one, other, copy } = twoReplicas();
  const backups = [];
  for (let n = 0; n < 3; n += 1)
    backups.push(await one.backUp({ letter: noise(500), offer: noise(400), sub: { bill: noise(300) } }));
  await copy();
  const ids = backups.map(({ snapshotId }) => snapshotId);
  const [first, second, third] = backups;
  if (first === undefined || second === undefined || third === undefined) throw new Error("a backup lacks");
  return { one, other, ids, first, second, third };
}

test("a replica that is whole is left as it is", async () => {
  const { one, other, ids } = await setUp();
  const result = await heal(other, [one], everything, job);
  expect(result).toMatchObject({ replaced: [], given: [], found: { problemCount: 0 } });
  await expectWhole(other, ids);
});

test("files that are damaged, cut short or gone are put back as they were, and what was there is handed over first", async () => {
  const { one, other, ids, first, second, third } = await setUp();
  const before = other.store.copy();
  const [changed, short, gone] = [first.dataPack, second.treePack, third.dataPack].map(
    (pack) => pack?.id ?? "",
  );
  await flip(other.store, "pack", changed ?? "", 40);
  await other.store.write("pack", short ?? "", (await other.store.read("pack", short ?? "")).slice(0, 50));
  await other.store.remove("pack", gone ?? "");
  await flip(other.store, "snapshot", ids[1] ?? "", 30);
  const kept: string[] = [];
  const keepDamaged: HealOptions["keepDamaged"] = async ({ kind, name }, bytes) => {
    expect(Buffer.compare(bytes, await other.store.read(kind, name))).toBe(0);
    kept.push(name);
  };
  const { replaced, left } = await heal(other, [one], { ...everything, keepDamaged }, job);
  expect(replaced.map(({ name }) => name).sort()).toEqual([changed, short, gone, ids[1]].sort());
  expect(kept.sort()).toEqual([changed, short, ids[1]].sort());
  expect(left.problems).toEqual([]);
  for (const kind of ["pack", "snapshot", "index"] as const)
    for (const name of await namesOf(before, kind))
      expect(Buffer.compare(await other.store.read(kind, name), await before.read(kind, name))).toBe(0);
  await expectWhole(other, ids);
});

test("a damaged index is made anew", async () => {
  const { one, other, ids } = await setUp();
  const [index = ""] = await namesOf(other.store, "index");
  await flip(other.store, "index", index, 30);
  const { left } = await heal(other, [one], everything, job);
  expect(left.problems).toEqual([]);
  await expectWhole(other, ids);
});

/** The second replica has a pack of three pieces as it was, of which the first kept two when it was pruned, in a pack of another name. */
async function prunedAtOne() {
  const { one, other, copy } = twoReplicas();
  const [letter, offer, bill] = [noise(500), noise(500), noise(500)];
  const old = await one.backUp({ letter, offer, bill });
  const { snapshotId } = await one.backUp({ letter, offer });
  await copy();
  await one.store.remove("snapshot", old.snapshotId);
  await runPrune(one, one.cache, { maxUnused: { kind: "bytes", bytes: 0 } }, job);
  const pack = old.dataPack?.id ?? "";
  expect(await namesOf(one.store, "pack")).not.toContain(pack);
  const entries = old.dataPack?.entries ?? [];
  const placeOf = (text: string) =>
    (entries.find(({ id }) => id === idOf(Buffer.from(text)))?.offset ?? 0) + 40;
  return {
    one,
    other,
    ids: [old.snapshotId, snapshotId],
    pack,
    at: { letter: placeOf(letter), bill: placeOf(bill) },
  };
}

test("where the other has pruned the pack, what is whole in it is saved, and the rest comes from another pack", async () => {
  const { one, other, ids, pack, at } = await prunedAtOne();
  await flip(other.store, "pack", pack, at.letter);
  const { given, replaced, blobsBrought, left } = await heal(other, [one], everything, job);
  expect({ given, replaced }).toEqual({ given: [pack], replaced: [] });
  expect(blobsBrought).toBeGreaterThan(0);
  expect(left.problems).toEqual([]);
  expect((await checkOf(other)).problems).toEqual([]);
  expect(await namesOf(other.store, "snapshot")).toEqual(ids.toSorted());
});

test("what no replica has any more stays named, and costs only the snapshot that needs it", async () => {
  const { one, other, ids, pack, at } = await prunedAtOne();
  await flip(other.store, "pack", pack, at.bill);
  const { left } = await heal(other, [one], everything, job);
  expect(left.problems.map(({ code }) => code)).toEqual(["blob-missing"]);
  expect(left.lost).toMatchObject({
    snapshots: [ids[0]],
    entries: [{ path: expect.stringContaining("bill") }],
  });
  expect((await checkOf(one)).problems).toEqual([]);
});

test("a copy that is damaged itself is never written, but passed over for the next", async () => {
  const { one: bad, other, first } = await setUp();
  const good = { ...bad, store: bad.store.copy() };
  const pack = first.dataPack?.id ?? "";
  await flip(other.store, "pack", pack, 40);
  await flip(bad.store, "pack", pack, 60);
  const damaged = await other.store.read("pack", pack);
  const alone = { ...other, store: other.store.copy() };
  const { replaced, given, left } = await heal(alone, [bad], everything, job);
  expect({ replaced, given }).toEqual({ replaced: [], given: [pack] });
  expect(left.problemCount).toBeGreaterThan(0);
  expect(Buffer.compare(await alone.store.read("pack", pack), damaged)).toBe(0);

  const mended = await heal(other, [bad, good], everything, job);
  expect(mended.replaced).toEqual([{ kind: "pack", name: pack }]);
  expect(mended.left.problems).toEqual([]);
});

test("a damaged or missing config comes back where the data prove to be the same repository's, and nowhere else", async () => {
  const original = await initCrashRepository(openMemoryStore("first"));
  const stranger = await initCrashRepository(openMemoryStore("second"));
  const replica = await createReplica(original, openMemoryStore("third"));
  const { one } = twoReplicas();
  const { snapshotId } = await one.backUp({ letter: "x" });
  const document = original.sealedBytes.seal(Buffer.from("{}"));
  const name = createHash("sha256").update(document).digest("hex");
  await replica.store.write("snapshot", name, document);
  for (const spoil of [
    () => flip(replica.store, "config", "config", 20),
    () => replica.store.remove("config", "config"),
    async () => {
      await replica.store.remove("config", "config");
      for (const key of await namesOf(replica.store, "key")) await replica.store.remove("key", key);
    },
  ]) {
    await spoil();
    expect((await openReplicaMending(original, replica.store)).id).toBe(original.id);
    expect(await namesOf(replica.store, "key")).toEqual(await namesOf(original.store, "key"));
  }
  await stranger.store.write("snapshot", snapshotId, await one.store.read("snapshot", snapshotId));
  await expect(openReplicaMending(original, stranger.store)).rejects.toMatchObject({
    code: "REPLICA_DIFFERS",
  });
  await stranger.store.remove("config", "config");
  await expect(openReplicaMending(original, stranger.store)).rejects.toMatchObject({
    code: "CONFIG_MISSING",
  });
});
