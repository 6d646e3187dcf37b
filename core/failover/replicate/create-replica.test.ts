import { expect, test } from "vitest";
import { CRASH_PASSWORD, initCrashRepository } from "../../../test/support/crash-repository.ts";
import { countWrites, failAfter } from "../../../test/support/faulty-store.ts";
import { addKey } from "../../repository/keys/key-store.ts";
import { openRepository } from "../../repository/open-repository.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import { namesOf } from "../testing/two-replicas.ts";
import { createReplica } from "./create-replica.ts";
import { openReplica } from "./open-replica.ts";
import { requireAlike } from "./require-alike.ts";

async function setUp() {
  const from = await initCrashRepository(openMemoryStore("first"));
  return { from, empty: () => openMemoryStore("second") };
}

test("a new replica is the same repository, and opens with each of its passwords", async () => {
  const { from, empty } = await setUp();
  await addKey(from.store, from.masterKey, "another");
  const store = empty();
  const made = await createReplica(from, store);
  for (const password of [CRASH_PASSWORD, "another"])
    requireAlike(from, await openRepository(store, password));
  requireAlike(from, made);
  requireAlike(from, await openReplica(from, store));
  expect(await namesOf(store, "key")).toEqual(await namesOf(from.store, "key"));
});

test("stopped at any write it is no repository yet, and doing it again goes on", async () => {
  const { from, empty } = await setUp();
  await addKey(from.store, from.masterKey, "another");
  const writes = await countWrites(empty(), (store) => createReplica(from, store));
  expect(writes).toBe(3);
  for (let passed = 0; passed < writes; passed += 1) {
    const store = empty();
    await expect(createReplica(from, failAfter(passed, store))).rejects.toMatchObject({
      code: "STORE_FAILED",
    });
    await expect(openRepository(store, CRASH_PASSWORD)).rejects.toMatchObject({ code: "REPOSITORY_MISSING" });
    await createReplica(from, store);
    requireAlike(from, await openRepository(store, "another"));
  }
});

test("what is there is left alone: a repository, another one's keys, data without a config", async () => {
  const { from, empty } = await setUp();
  const { from: stranger } = await setUp();
  await expect(createReplica(from, stranger.store)).rejects.toMatchObject({ code: "REPOSITORY_EXISTS" });

  const keys = empty();
  await addKey(keys, stranger.masterKey, "another");
  await expect(createReplica(from, keys)).rejects.toMatchObject({ code: "REPOSITORY_EXISTS" });

  const data = empty();
  await data.write("pack", "a".repeat(64), Buffer.from("data"));
  await expect(createReplica(from, data)).rejects.toMatchObject({ code: "CONFIG_MISSING" });
  expect(await namesOf(data, "key")).toEqual([]);
});

test("another repository, an empty place and a damaged config are told apart when a copy is adopted", async () => {
  const { from, empty } = await setUp();
  const { from: stranger } = await setUp();
  await expect(openReplica(from, stranger.store)).rejects.toMatchObject({
    code: "REPLICA_DIFFERS",
    details: { reason: "keys", location: "first", original: "first" },
  });
  await expect(openReplica(from, empty())).rejects.toMatchObject({ code: "REPOSITORY_MISSING" });

  const damaged = empty();
  await createReplica(from, damaged);
  const config = await damaged.read("config", "config");
  await damaged.write(
    "config",
    "config",
    config.map((byte, n) => (n === 20 ? byte ^ 1 : byte)),
  );
  await expect(openReplica(from, damaged)).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "config" },
  });
});
