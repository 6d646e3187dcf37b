import { rename, rm } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import type { ReplicaId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { encodeConfig } from "../../repository/format/config.ts";
import { newRepository } from "../../repository/inventory/testing/sample-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import { openLocalStore } from "../../storage/local.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { markAsReplica } from "../manifest/identity.ts";
import { publishSet } from "../manifest/set-manifest.ts";
import { createHeartbeat, type HeartbeatParts } from "./heartbeat.ts";

const REPLICA = "aaaaaaaa-0000-4000-8000-000000000000" as ReplicaId;
const OTHER = "bbbbbbbb-0000-4000-8000-000000000000" as ReplicaId;
const { signal } = new AbortController();

async function replicaIn(store: Store): Promise<Repository> {
  const repository = newRepository(store);
  const config = encodeConfig({ version: 2, id: repository.id, chunkerPolynomial: "3da3358b4dc173" });
  await store.create();
  await store.write("config", "config", repository.sealedBytes.seal(config));
  await markAsReplica(repository, REPLICA);
  return repository;
}

function heartOf(repository: Repository, parts: Partial<HeartbeatParts> = {}) {
  return createHeartbeat({
    ...{ replicaId: REPLICA, installationId: "own", limitMs: 60_000, clock: { nowMs: () => 1000 } },
    open: async () => repository,
    freeBytes: async () => 5,
    ...parts,
  });
}

async function files(store: Store): Promise<readonly string[]> {
  const names = [];
  for await (const { name } of store.list("manifest")) names.push(name);
  return names.sort();
}

describe("a replica that is well", () => {
  test("is proved, written to, and left as it was", async () => {
    const store = openMemoryStore();
    const repository = await replicaIn(store);
    const before = await files(store);
    const written: string[] = [];
    const watched = {
      ...store,
      write: (...args: Parameters<Store["write"]>) => {
        written.push(args[0]);
        return store.write(...args);
      },
    };
    const { finding, proof } = await heartOf({ ...repository, store: watched }).beat(signal);
    expect(finding).toEqual({ isGood: true, tookMs: 0, freeBytes: 5 });
    expect(proof).toEqual({ is: "proved", by: "identity" });
    expect(written).toEqual(["manifest"]);
    expect(await files(store)).toEqual(before);
  });

  test("tells what it knows of the set", async () => {
    const repository = await replicaIn(openMemoryStore());
    const members = { revision: 1, writer: "one", list: [{ replicaId: REPLICA, name: "NAS", priority: 0 }] };
    const set = await publishSet(repository, {
      ...{ document: "set", format: 1, repositoryId: repository.id, epoch: 3, writer: "one" },
      ...{ activeId: REPLICA, homeId: REPLICA, members },
    });
    expect((await heartOf(repository).beat(signal)).manifest?.set).toEqual(set);
  });
});

describe("a canary that does not come back as it was written", () => {
  /** A place that gives back something else, and with `error` does not let go of the file either. */
  async function beatWith(error: Error | undefined) {
    const store = openMemoryStore();
    const repository = await replicaIn(store);
    const before = await files(store);
    let written = "";
    const write: Store["write"] = async (...args) => {
      written = args[1];
      await store.write(...args);
    };
    const read: Store["read"] = async (...args) =>
      args[1] === written ? new Uint8Array(3) : await store.read(...args);
    const remove: Store["remove"] = async (...args) => {
      if (error !== undefined) throw error;
      await store.remove(...args);
    };
    const changed = { ...repository, store: { ...store, write, read, remove } };
    const beat = heartOf(changed).beat(signal);
    return { beat, isLeft: async () => (await files(store)).length > before.length };
  }
  const damage = { isGood: false, fault: "io-error", detail: "OBJECT_CORRUPT" };

  test("is told as damage, and taken away", async () => {
    const { beat, isLeft } = await beatWith(undefined);
    expect((await beat).finding).toMatchObject(damage);
    expect(await isLeft()).toBe(false);
  });

  test("is told as damage when it cannot be taken away, but a mistake of ours is not hidden by that", async () => {
    const refused = await beatWith(
      new BackstayError("STORE_DENIED", { location: "there", operation: "remove" }),
    );
    expect((await refused.beat).finding).toMatchObject(damage);
    expect(await refused.isLeft()).toBe(true);
    const { beat } = await beatWith(new TypeError("ours"));
    await expect(beat).rejects.toThrow("ours");
  });
});

describe("what is not the replica is never written to", () => {
  async function beatIn(change: (folder: string, repository: Repository) => Promise<void>) {
    const folder = await tempFolder();
    const repository = await replicaIn(openLocalStore(`${folder}/replica`));
    await change(`${folder}/replica`, repository);
    let writes = 0;
    const { store } = repository;
    const write: Store["write"] = (...args) => {
      writes += 1;
      return store.write(...args);
    };
    const { finding } = await heartOf({ ...repository, store: { ...store, write } }).beat(signal);
    expect(writes).toBe(0);
    return finding;
  }

  test("an emptied folder, and one that has gone", async () => {
    const emptied = await beatIn((folder) => rm(`${folder}/config`));
    expect(emptied).toMatchObject({
      isGood: false,
      fault: "identity-mismatch",
      detail: "REPOSITORY_MISSING",
    });
    const gone = await beatIn((folder) => rename(folder, `${folder}-away`));
    expect(gone).toMatchObject({ isGood: false, fault: "unreachable", detail: "STORE_VANISHED" });
  });

  test("the disk of another replica, and of another repository", async () => {
    const other = await beatIn((_, repository) => markAsReplica(repository, OTHER));
    expect(other).toMatchObject({ fault: "identity-mismatch", detail: "IDENTITY_OTHER" });
    const foreign = await beatIn(async (folder) => {
      await rm(folder, { recursive: true });
      await replicaIn(openLocalStore(folder));
    });
    expect(foreign).toMatchObject({ fault: "identity-mismatch", detail: "REPOSITORY_CHANGED" });
  });
});

describe("a replica that is not well", () => {
  const at = { location: "/srv" };
  test.each([
    ["read-only", new BackstayError("STORE_READ_ONLY", at)],
    ["out-of-space", new BackstayError("STORE_FULL", { ...at, needBytes: 9, freeBytes: 0 })],
    ["io-error", new BackstayError("STORE_FAILED", { ...at, operation: "write", reason: "EIO" })],
    ["unreachable", new BackstayError("STORE_UNREACHABLE", { ...at, reason: "closed" })],
  ] as const)("%s is told from its error when it is written to", async (fault, error) => {
    const repository = await replicaIn(openMemoryStore());
    const store = { ...repository.store, write: () => Promise.reject(error) };
    const { finding } = await heartOf({ ...repository, store }).beat(signal);
    expect(finding).toEqual({ isGood: false, fault, detail: error.code, freeBytes: 5 });
  });

  test("one that gives back other bytes than it was given", async () => {
    const repository = await replicaIn(openMemoryStore());
    const { store } = repository;
    const write: Store["write"] = (kind, name, bytes) =>
      store.write(
        kind,
        name,
        bytes.map((byte) => byte ^ 1),
      );
    const before = await files(store);
    const { finding } = await heartOf({ ...repository, store: { ...store, write } }).beat(signal);
    expect(finding).toMatchObject({ fault: "io-error", detail: "OBJECT_CORRUPT" });
    expect(await files(store)).toEqual(before);
  });
});

describe("a replica that does not answer", () => {
  test("has failed at the limit, and is not asked again while it owes the answer", async () => {
    const repository = await replicaIn(openMemoryStore());
    const answer = Promise.withResolvers<Repository>();
    let asked = 0;
    const open = () => {
      asked += 1;
      return asked === 1 ? answer.promise : Promise.resolve(repository);
    };
    const heart = heartOf(repository, { open, limitMs: 1 });
    for (let n = 0; n < 2; n += 1)
      expect((await heart.beat(signal)).finding).toMatchObject({ fault: "unreachable", detail: "TIMED_OUT" });
    expect(asked).toBe(1);
    answer.resolve(repository);
    await new Promise((resolve) => setImmediate(resolve));
    const patient = heartOf(repository, { open });
    expect((await patient.beat(signal)).finding.isGood).toBe(true);
  });

  test("late, but with something stored there since it was asked, is busy and no fault; once nothing is, it is one", async () => {
    const clock = { ms: 5_000, nowMs: () => clock.ms };
    let storedMs: number | undefined;
    const open = (): Promise<Repository> => new Promise(() => undefined); // never answers
    const heart = createHeartbeat({
      ...{ replicaId: REPLICA, installationId: "own", limitMs: 1, clock, open },
      ...{ freeBytes: async () => 5, storedMs: () => storedMs },
    });
    const faultAt = async (ms: number, stored: number | undefined) => {
      clock.ms = ms;
      storedMs = stored;
      const { finding } = await heart.beat(signal);
      expect(finding).toMatchObject({ isGood: false, detail: "TIMED_OUT" });
      return finding.isGood ? undefined : finding.fault;
    };
    expect(await faultAt(10_000, 10_000)).toBeNull();
    // while it owes the answer: since it was asked the last time
    expect(await faultAt(20_000, 15_000)).toBeNull();
    expect(await faultAt(30_000, 15_000)).toBe("unreachable");
    expect(await faultAt(40_000, 38_000)).toBeNull();
    // of a time to come: the clock was set back
    expect(await faultAt(39_000, 40_500)).toBe("unreachable");
    expect(await faultAt(50_000, undefined)).toBe("unreachable");
  });

  test("what a place refuses is a fault, whatever was stored there a moment ago", async () => {
    const repository = await replicaIn(openMemoryStore());
    const write = () => Promise.reject(new BackstayError("STORE_READ_ONLY", { location: "nas" }));
    const heart = heartOf(
      { ...repository, store: { ...repository.store, write } },
      { storedMs: () => 1_000 },
    );
    expect((await heart.beat(signal)).finding).toMatchObject({ isGood: false, fault: "read-only" });
  });

  test("a beat that is called off says why, and leaves nothing behind", async () => {
    const store = openMemoryStore();
    const repository = await replicaIn(store);
    const before = await files(store);
    const stop = new AbortController();
    const read: Store["read"] = (kind, name, range) => {
      if (writes > 0) stop.abort(new Error("enough"));
      return store.read(kind, name, range, stop.signal);
    };
    let writes = 0;
    const write: Store["write"] = (...args) => {
      writes += 1;
      return store.write(...args);
    };
    const heart = heartOf({ ...repository, store: { ...store, read, write } });
    await expect(heart.beat(stop.signal)).rejects.toThrow("enough");
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toBe(1);
    expect(await files(store)).toEqual(before);
  });
});

describe("canaries left behind by a process that was killed", () => {
  /** Removing fails, as it does for who is dead. */
  async function leaveCanary(repository: Repository, installationId: string): Promise<void> {
    const remove = () => Promise.reject(new BackstayError("STORE_VANISHED", { location: "/srv" }));
    const heart = heartOf({ ...repository, store: { ...repository.store, remove } }, { installationId });
    expect((await heart.beat(signal)).finding.isGood).toBe(false);
  }

  test("own ones are swept by the next beat", async () => {
    const store = openMemoryStore();
    const repository = await replicaIn(store);
    const before = await files(store);
    await leaveCanary(repository, "own");
    expect(await files(store)).toHaveLength(before.length + 1);
    expect((await heartOf(repository).beat(signal)).finding.isGood).toBe(true);
    expect(await files(store)).toEqual(before);
  });

  test("another's are left alone while it may be at work, whatever its clock says, and swept later", async () => {
    const store = openMemoryStore();
    const repository = await replicaIn(store);
    const before = await files(store);
    await leaveCanary(repository, "other");
    const clock = { ms: 9_000_000_000, nowMs: () => clock.ms };
    const heart = heartOf(repository, { clock });
    for (const passMs of [0, 9 * 60_000]) {
      clock.ms += passMs;
      expect((await heart.beat(signal)).finding.isGood).toBe(true);
      expect(await files(store)).toHaveLength(before.length + 1);
    }
    clock.ms += 60_000;
    await heart.beat(signal);
    expect(await files(store)).toEqual(before);
  });
});

test("where our documents cannot be kept nothing is written, and the repository that is there is the proof", async () => {
  const memory = openMemoryStore();
  const repository = await replicaIn(memory);
  const write = () => Promise.reject(new BackstayError("STORE_WITHOUT_MANIFESTS", { location: "rest" }));
  const store = { ...memory, keepsManifests: false, write };
  const { finding, proof } = await heartOf({ ...repository, store }).beat(signal);
  expect([finding.isGood, proof]).toEqual([true, { is: "proved", by: "config" }]);
});
