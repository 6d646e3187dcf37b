import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ReplicaId, RepositoryId, SnapshotId } from "../../../shared/ids.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { encodeConfig } from "../../repository/format/config.ts";
import { newRepository } from "../../repository/inventory/testing/sample-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import { writeDocument } from "../../repository/unpacked-files.ts";
import { openLocalStore } from "../../storage/local.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import type { SetDocument, Tombstone } from "./documents.ts";
import { markAsReplica, proveIdentity } from "./identity.ts";
import { mergeSets, mergeTombstones } from "./merge.ts";
import { documentsOf, readDocuments } from "./read-documents.ts";
import { canonical, writeOne } from "./replace-documents.ts";
import { publishSet, publishTombstones, readManifest } from "./set-manifest.ts";

const [A, B] = ["a", "b"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId) as [
  ReplicaId,
  ReplicaId,
];

async function withConfig(repository: Repository): Promise<Repository> {
  const config = encodeConfig({ version: 2, id: repository.id, chunkerPolynomial: "3da3358b4dc173" });
  await repository.store.create();
  await repository.store.write("config", "config", repository.sealedBytes.seal(config));
  return repository;
}

const stores: readonly (readonly [string, () => Promise<Store>])[] = [
  ["memory", async () => openMemoryStore()],
  ["a local folder", async () => openLocalStore(await tempFolder())],
];

function setOf(repositoryId: RepositoryId, fields: Partial<SetDocument> = {}): SetDocument {
  const list = [A, B].map((replicaId, priority) => ({ replicaId, name: "NAS", priority }));
  return {
    ...{
      document: "set",
      format: 1,
      repositoryId,
      epoch: 1,
      writer: "one",
      activeId: A,
      homeId: A,
    },
    members: { revision: 1, writer: "one", list },
    ...fields,
  };
}

const tombstone = (n: number, removedMs = n): Tombstone => ({
  ...{ snapshotId: n.toString(16).padStart(64, "0") as SnapshotId, removedMs, by: "policy", writer: "one" },
});

async function manifestNames(store: Store): Promise<string[]> {
  const names = [];
  for await (const { name } of store.list("manifest")) names.push(name);
  return names.sort();
}

describe.each(stores)("in %s", (_, open) => {
  async function place() {
    const store = await open();
    onTestFinished(() => store.close());
    return await withConfig(newRepository(store));
  }

  test("a set that was published is read again, and replaces the one before", async () => {
    const here = await place();
    expect(await readManifest(here)).toEqual({ set: undefined, tombstones: [], findings: [] });
    await publishSet(here, setOf(here.id));
    const next = setOf(here.id, { epoch: 2, activeId: B });
    expect(await publishSet(here, next)).toEqual(next);
    expect((await readManifest(here)).set).toEqual(next);
    expect(await manifestNames(here.store)).toHaveLength(1);
  });

  test("one of a lower epoch changes nothing", async () => {
    const here = await place();
    const high = setOf(here.id, { epoch: 7, activeId: B, writer: "other" });
    await publishSet(here, high);
    const before = await manifestNames(here.store);
    expect(await publishSet(here, setOf(here.id))).toEqual(high);
    expect(await manifestNames(here.store)).toEqual(before);
  });

  test("what was removed on purpose is remembered by all who ever said so", async () => {
    const here = await place();
    await publishTombstones(here, [tombstone(1), tombstone(2)]);
    await publishTombstones(here, [tombstone(2, 9), tombstone(3)]);
    expect((await readManifest(here)).tombstones).toEqual([tombstone(1), tombstone(2), tombstone(3)]);
    expect(await manifestNames(here.store)).toHaveLength(1);
  });

  test("what is damaged, foreign or newer is named, left alone, and hides nothing", async () => {
    const here = await place();
    const good = await publishSet(here, setOf(here.id));
    const damaged = "d".repeat(64);
    await here.store.write("manifest", damaged, Buffer.from("not sealed"));
    const foreignId = "f".repeat(64) as RepositoryId;
    const foreign = await writeDocument(
      here,
      "manifest",
      Buffer.from(JSON.stringify(setOf(foreignId, { epoch: 99 }))),
    );
    const newer = await writeDocument(
      here,
      "manifest",
      Buffer.from('{"document":"set","format":2,"epoch":100}'),
    );
    const { set, findings } = await readManifest(here);
    expect(set).toEqual(good);
    expect([...findings].sort((a, b) => (a.problem < b.problem ? -1 : 1))).toEqual([
      { name: damaged, problem: "damaged" },
      { name: foreign, problem: "foreign" },
      { name: newer, problem: "newer" },
    ]);
    await publishSet(here, setOf(here.id, { epoch: 2 }));
    expect(await manifestNames(here.store)).toEqual(expect.arrayContaining([damaged, foreign, newer]));
  });

  test("a place proves which replica it is", async () => {
    const here = await place();
    const is = async () => (await proveIdentity(here, A)).proof;
    expect(await is()).toEqual({ is: "no-identity" });
    await markAsReplica(here, A);
    await markAsReplica(here, A);
    expect(await is()).toEqual({ is: "proved", by: "identity" });
    await markAsReplica(here, B);
    expect(await is()).toEqual({ is: "other-replica", foundIds: [B] });
    const copied = { document: "identity", format: 1, repositoryId: here.id, replicaId: A };
    await writeDocument(here, "manifest", Buffer.from(JSON.stringify(copied)));
    expect(await is()).toMatchObject({ is: "mixed" });
  });

  test("an emptied place, and another repository, are not the replica, and nothing is written there", async () => {
    const here = await place();
    await markAsReplica(here, A);
    const before = await manifestNames(here.store);
    await here.store.remove("config", "config");
    expect((await proveIdentity(here, A)).proof).toEqual({ is: "no-repository" });
    const stranger = newRepository(here.store);
    await withConfig(stranger);
    expect((await proveIdentity(here, A)).proof).toEqual({ is: "other-repository" });
    expect(await manifestNames(here.store)).toEqual(before);
  });
});

test("a place that cannot keep documents is known by its repository alone", async () => {
  const store = { ...openMemoryStore(), keepsManifests: false };
  const here = await withConfig(newRepository(store));
  expect((await proveIdentity(here, A)).proof).toEqual({ is: "proved", by: "config" });
});

describe("stopped at any moment", () => {
  /** A store that refuses everything after so many changes. */
  function stoppingAfter(changes: number, store: Store): Store {
    let left = changes;
    const spend = () => {
      if (left === 0) throw new Error("stopped");
      left -= 1;
    };
    return {
      ...store,
      write: async (...args) => {
        spend();
        await store.write(...args);
      },
      remove: async (...args) => {
        spend();
        await store.remove(...args);
      },
    };
  }

  test("publishing leaves what was in force before, or what should be", async () => {
    for (let changes = 0; changes < 4; changes += 1) {
      const store = openMemoryStore();
      const here = await withConfig(newRepository(store));
      await publishTombstones(here, [tombstone(1)]);
      const old = await publishSet(here, setOf(here.id));
      const next = setOf(here.id, { epoch: 2, activeId: B });
      const stopping = { ...here, store: stoppingAfter(changes, store) };
      const isDone = await publishSet(stopping, next).then(
        () => true,
        () => false,
      );
      expect(isDone).toBe(changes >= 2);
      const after = { ...here, store: store.asAfterPowerCut() };
      expect((await readManifest(after)).set).toEqual(changes === 0 ? old : next);
      await publishSet(after, next);
      expect(await readManifest(after)).toEqual({ set: next, tombstones: [tombstone(1)], findings: [] });
      expect(await manifestNames(after.store)).toHaveLength(2);
    }
  });
});

const id = fc.constantFrom(A, B);
const writer = fc.constantFrom("one", "two", "three");
const anySet = fc
  .record({
    ...{ epoch: fc.nat(4), writer, activeId: id, homeId: id },
    members: fc.record({ revision: fc.nat(3), writer }).map((rank) => ({ ...rank, list: [] })),
  })
  .map((fields): SetDocument => setOf("0".repeat(64) as RepositoryId, fields));
const anyTombstones = fc.array(fc.tuple(fc.nat(5), fc.nat(9)).map(([n, at]) => tombstone(n, at)));

test("sets and tombstones come to the same in whatever order they are merged", () => {
  fc.assert(
    fc.property(anySet, anySet, anySet, (a, b, c) => {
      expect(mergeSets(a, b)).toEqual(mergeSets(b, a));
      expect(mergeSets(mergeSets(a, b), c)).toEqual(mergeSets(a, mergeSets(b, c)));
      expect(mergeSets(a, a)).toEqual(a);
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(anyTombstones, anyTombstones, (a, b) => {
      expect(mergeTombstones(a, b)).toEqual(mergeTombstones(b, a));
      expect(mergeTombstones(mergeTombstones(a, b), b)).toEqual(mergeTombstones(a, b));
    }),
  );
});

/** A replica whose store is slow, in an order that somebody else decides. */
function waitingBeforeEach(base: Repository, wait: () => Promise<unknown>): Repository {
  const { store } = base;
  return {
    ...base,
    store: {
      ...store,
      async *list(...args) {
        await wait();
        yield* store.list(...args);
      },
      read: (...args) => wait().then(() => store.read(...args)),
      write: (...args) => wait().then(() => store.write(...args)),
      remove: (...args) => wait().then(() => store.remove(...args)),
    },
  };
}

test("two installations that write at once lose nothing, and agree in the end", {
  timeout: 60_000,
}, async () => {
  const moment = fc.record({ epoch: fc.integer({ min: 1, max: 5 }), activeId: id, removed: fc.nat(9) });
  const acts = fc.array(moment, { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), acts, acts, async (scheduler, ofOne, ofTwo) => {
      const base = await withConfig(newRepository(openMemoryStore()));
      const slow = (name: string) =>
        waitingBeforeEach(base, () => scheduler.schedule(Promise.resolve(), name));
      const published: SetDocument[] = [];
      const removed: Tombstone[] = [];
      const act = async (name: string, moments: typeof ofOne) => {
        const here = slow(name);
        for (const { epoch, activeId, removed: n } of moments) {
          const wanted = setOf(base.id, { epoch, activeId, writer: name });
          await publishSet(here, wanted);
          published.push(wanted);
          await publishTombstones(here, [tombstone(n)]);
          removed.push(tombstone(n));
          // what was acknowledged is there, whatever the other one is doing
          const { set, tombstones } = await readManifest(base);
          const expected = published.reduce(mergeSets);
          expect(set).toEqual(mergeSets(set ?? expected, expected));
          expect(tombstones).toEqual(expect.arrayContaining(removed));
        }
      };
      const both = Promise.all([act("one", ofOne), act("two", ofTwo)]);
      await scheduler.waitFor(both);
      const seen = [];
      for (let n = 0; n < 2; n += 1) {
        const { set, tombstones } = await readManifest(base);
        await publishSet(base, set ?? setOf(base.id));
        await publishTombstones(base, tombstones);
        seen.push(canonical(await readManifest(base)));
      }
      expect(seen[0]).toBe(seen[1]);
      const found = await readDocuments(base);
      expect([documentsOf(found, "set").length, documentsOf(found, "removed").length]).toEqual([1, 1]);
    }),
    { numRuns: 60 },
  );
});

test("two installations that clean up the same at once leave one of it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const base = await withConfig(newRepository(openMemoryStore()));
      const set = setOf(base.id, { epoch: 3 });
      for (let n = 0; n < 3; n += 1) await writeOne(base, set);
      const slow = waitingBeforeEach(base, () => scheduler.schedule(Promise.resolve()));
      await scheduler.waitFor(Promise.all([publishSet(slow, set), publishSet(slow, set)]));
      expect((await readManifest(base)).set).toEqual(set);
      expect(await manifestNames(base.store)).toHaveLength(1);
    }),
    { numRuns: 50 },
  );
});
