/** Replicas on a disk that cannot read some of their files any more, and says so. */
import { expect, test } from "vitest";
import { BackstayError, type FileKind } from "../../../shared/errors.ts";
import { initCrashRepository } from "../../../test/support/crash-repository.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { anewIn, expectWhole, namesOf, quietJob, twoReplicas } from "../testing/two-replicas.ts";
import { createReplica } from "./create-replica.ts";
import { replicate } from "./replicate.ts";

function withBadSpot<S extends Store>(store: S, kind: FileKind, name: string): S {
  const read: Store["read"] = async (...args) => {
    if (args[0] === kind && args[1] === name)
      throw new BackstayError("STORE_FAILED", { location: store.location, operation: "read", reason: "EIO" });
    return await store.read(...args);
  };
  return { ...store, read };
}

test("a bad sector under a snapshot's file costs that snapshot, and no other", async () => {
  const { one, other } = twoReplicas();
  const first = await one.backUp({ letter: "first" });
  const second = await one.backUp({ letter: "second" });
  await replicate(one, { ...other, store: openMemoryStore("elsewhere") }, { dryRun: true }, quietJob); // its cache knows both
  const onBadDisk = { ...one, store: withBadSpot(one.store, "snapshot", first.snapshotId) };
  const { snapshots, problems } = await replicate(onBadDisk, other, {}, quietJob);
  expect(snapshots).toEqual([second.snapshotId]);
  expect(problems).toEqual([{ code: "snapshot-damaged", snapshotId: first.snapshotId }]);
  expect(await namesOf(other.store, "snapshot")).toEqual([second.snapshotId]);
});

test("a bad sector under a key costs that password, unless it is the one that everything is open with", async () => {
  const original = await initCrashRepository(openMemoryStore("first"));
  const key = await original.store.read("key", original.keyId);
  const name = "b".repeat(64);
  await original.store.write("key", name, key);
  const replica = await createReplica(
    { ...original, store: withBadSpot(original.store, "key", name) },
    openMemoryStore("second"),
  );
  expect(await namesOf(replica.store, "key")).toEqual([original.keyId]);
  const onBadDisk = { ...original, store: withBadSpot(original.store, "key", original.keyId) };
  const third = openMemoryStore("third");
  await expect(createReplica(onBadDisk, third)).rejects.toMatchObject({ code: "OBJECT_CORRUPT" });
  expect(await namesOf(third, "config")).toEqual([]);
});

test("a bad sector under one pack costs nothing that another pack has", async () => {
  const { one, other } = twoReplicas();
  const { snapshotId, dataPack } = await one.backUp({ letter: ["a", "b"], sub: { offer: "c" } });
  await one.storeIndex([
    await one.storePack(
      "data",
      ["c", "b", "a"].map((text) => Buffer.from(text)),
    ),
  ]);
  const bad = anewIn(one, withBadSpot(one.store, "pack", dataPack?.id ?? ""));
  const { problems, heldBack } = await replicate(bad, other, {}, quietJob);
  expect(problems).toEqual([{ code: "pack-damaged", packId: dataPack?.id, reason: "STORE_FAILED" }]);
  expect(heldBack).toEqual([]);
  await expectWhole(other, [snapshotId]);
});
