import { randomBytes } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import { listed, rejectsWith } from "../../../test/support/check-store.ts";
import { failAfter } from "../../../test/support/faulty-store.ts";
import { openRepositoryCache, type RepositoryCache } from "../../catalog/repository-cache.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { newMasterKey } from "../keys/key-store.ts";
import { sha256 } from "../pack/blob-codec.ts";
import { openArena } from "../pack/testing/arena.ts";
import { readBlob } from "../read-blob.ts";
import type { IndexedRepository } from "../repository.ts";
import { bareRepository } from "../testing/bare-repository.ts";
import { loadIndex } from "./load-index.ts";
import { adoptPendingPacks, createPackSaver } from "./pack-saver.ts";

const masterKey = newMasterKey();
const arena = openArena(masterKey);
const { signal } = new AbortController();
const mayWrite = () => Promise.resolve();

function setUp() {
  const store = openMemoryStore();
  return { store, repository: indexedOn(store) };
}

/** With a cache of its own, unless one is given. */
function indexedOn(store: Store, known?: RepositoryCache): IndexedRepository {
  const repository = bareRepository(store, masterKey);
  const cache = known ?? openRepositoryCache(undefined, repository.id);
  onTestFinished(() => cache.close());
  return { ...repository, cache, isIndexed: true };
}

function onlyPack(...blobs: Uint8Array[]) {
  const [pack] = arena.pack("data", blobs, 2);
  if (pack === undefined) throw new Error("no blobs, no pack");
  return pack;
}

async function count(store: Store): Promise<{ packs: number; indexes: number }> {
  return { packs: (await listed(store, "pack")).length, indexes: (await listed(store, "index")).length };
}

test("what was saved is known at once, and to whoever loads the index afterwards", async () => {
  const { store, repository } = setUp();
  const blob = Buffer.from("a blob");
  const id = sha256(blob);
  const saver = createPackSaver(repository, mayWrite, signal);
  expect(saver.isKnown("data", id)).toBe(false);
  saver.claim("data", id);
  expect([saver.isKnown("data", id), saver.isKnown("tree", id)]).toEqual([true, false]);
  await saver.save(onlyPack(blob));
  await saver.finish();
  expect(saver.isKnown("data", id)).toBe(true);
  expect(saver.stats).toMatchObject({ packs: 1, blobsStored: 1 });
  expect(await count(store)).toEqual({ packs: 1, indexes: 1 });
  expect(repository.cache.pendingPacks.list()).toEqual([]);

  const other = indexedOn(store);
  const indexed = await loadIndex(other, other.cache);
  expect(Buffer.from(await readBlob(indexed, "data", id.toString("hex") as BlobId))).toEqual(blob);
});

test("nothing to save writes nothing", async () => {
  const { store, repository } = setUp();
  await createPackSaver(repository, mayWrite, signal).finish();
  expect(await count(store)).toEqual({ packs: 0, indexes: 0 });
});

test("an index file names at most 64 packs", async () => {
  const { store, repository } = setUp();
  const saver = createPackSaver(repository, mayWrite, signal);
  for (let n = 0; n < 65; n++) await saver.save(onlyPack(Buffer.from(`blob ${n}`)));
  await saver.finish();
  expect(await count(store)).toEqual({ packs: 65, indexes: 2 });
  expect(repository.cache.index.blobCount()).toBe(65);
});

test("a store that fails makes the saver fail, and no index names what is not there", async () => {
  for (let writes = 0; writes < 3; writes++) {
    const store = openMemoryStore();
    const saver = createPackSaver(indexedOn(failAfter(writes, store)), mayWrite, signal);
    const save = async () => {
      for (let n = 0; n < 8; n++) await saver.save(onlyPack(randomBytes(100)));
      await saver.finish();
    };
    await rejectsWith("STORE_FAILED", save());
    await saver.settle();
    await rejectsWith("STORE_FAILED", saver.finish());
    expect(await count(store)).toEqual({ packs: writes, indexes: 0 });
  }
});

test("writes nothing before the lock is sure, and nothing at all when it is not", async () => {
  const { store, repository } = setUp();
  const refused = new Error("locked by somebody else");
  const saver = createPackSaver(repository, () => Promise.reject(refused), signal);
  await saver.save(onlyPack(Buffer.from("x")));
  await expect(saver.finish()).rejects.toBe(refused);
  await saver.settle();
  expect(await count(store)).toEqual({ packs: 0, indexes: 0 });
});

test("packs stored before a crash are indexed by the next run, and not stored again", async () => {
  const store = openMemoryStore();
  const blobs = [Buffer.from("one"), Buffer.from("two")];
  const crashed = indexedOn(failAfter(2, store));
  const saver = createPackSaver(crashed, mayWrite, signal);
  for (const blob of blobs) await saver.save(onlyPack(blob));
  await rejectsWith("STORE_FAILED", saver.finish());
  expect(await count(store)).toEqual({ packs: 2, indexes: 0 });

  const next = indexedOn(store, crashed.cache);
  expect(await adoptPendingPacks(next, signal)).toBe(2);
  const after = createPackSaver(next, mayWrite, signal);
  for (const blob of blobs) expect(after.isKnown("data", sha256(blob))).toBe(true);
  await after.finish();
  expect(await count(store)).toEqual({ packs: 2, indexes: 1 });
  expect(await adoptPendingPacks(next, signal)).toBe(0);
  const [id] = blobs.map((blob) => sha256(blob).toString("hex") as BlobId);
  expect(Buffer.from(await readBlob(next, "data", id ?? ("" as BlobId))).toString()).toBe("one");
});

test("a pack that has gone since the crash, or has another size, is forgotten", async () => {
  const { store, repository } = setUp();
  const [gone, cut] = [onlyPack(Buffer.from("gone")), onlyPack(Buffer.from("cut"))];
  for (const { id, bytes, header } of [gone, cut])
    repository.cache.pendingPacks.add({ id, sizeBytes: bytes.length, header });
  await store.write("pack", cut.id, cut.bytes.subarray(1));
  expect(await adoptPendingPacks(repository, signal)).toBe(0);
  expect(repository.cache.pendingPacks.list()).toEqual([]);
  expect(await count(store)).toEqual({ packs: 1, indexes: 0 });
});

test("a crash between the index file and the journal does not make a second index of the same pack", async () => {
  const { store, repository } = setUp();
  const pack = onlyPack(Buffer.from("indexed already"));
  const { id, bytes, header } = pack;
  const journalled = { id, sizeBytes: bytes.length, header: header.slice() };
  const saver = createPackSaver(repository, mayWrite, signal);
  await saver.save(pack);
  await saver.finish();
  repository.cache.pendingPacks.add(journalled);
  expect(await adoptPendingPacks(repository, signal)).toBe(0);
  expect(await count(store)).toEqual({ packs: 1, indexes: 1 });
  expect(repository.cache.pendingPacks.list()).toEqual([]);
});

test("a signal that aborts stops what is being written", async () => {
  const { store, repository } = setUp();
  const reason = new Error("enough");
  const saver = createPackSaver(repository, mayWrite, AbortSignal.abort(reason));
  await saver.save(onlyPack(Buffer.from("x")));
  await expect(saver.finish()).rejects.toBe(reason);
  expect(await count(store)).toEqual({ packs: 0, indexes: 0 });
});
