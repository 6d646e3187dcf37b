import { expect, onTestFinished, test } from "vitest";
import type { BlobId, IndexId, PackId } from "../../../shared/ids.ts";
import { listed } from "../../../test/support/check-store.ts";
import { openRepositoryCache } from "../../catalog/repository-cache.ts";
import { openMemoryStore } from "../../storage/memory.ts";
import type { Store } from "../../storage/store.ts";
import { encodeIndexFile } from "../format/index-file.ts";
import { bareRepository } from "../testing/bare-repository.ts";
import type { PackEntry } from "../types.ts";
import { writeDocument } from "../unpacked-files.ts";
import { loadIndex } from "./load-index.ts";

const idOf = (letter: string, n = 0) => `${letter}${n}`.padEnd(64, "0");
const blobA = idOf("a") as BlobId;
const blobB = idOf("b") as BlobId;

function entry(id: BlobId, offset = 0): PackEntry {
  return { id, type: "data", offset, length: 100, uncompressedLength: 0 };
}

function pack(n: number, ...entries: PackEntry[]) {
  return { id: idOf("c", n) as PackId, entries };
}

function setUp() {
  const memory = openMemoryStore();
  const reads: string[] = [];
  const read: Store["read"] = (kind, name, ...rest) => {
    reads.push(name);
    return memory.read(kind, name, ...rest);
  };
  const store: Store = { ...memory, read };
  const repository = bareRepository(store);
  const cache = openRepositoryCache(undefined, repository.id);
  onTestFinished(() => cache.close());
  const addIndex = (...packs: ReturnType<typeof pack>[]) =>
    writeDocument(repository, "index", encodeIndexFile(packs)) as Promise<IndexId>;
  return { store, cache, repository, reads, addIndex };
}

test("reads each index file once, and then only what is new", async () => {
  const { cache, repository, reads, addIndex } = setUp();
  const first = await addIndex(pack(1, entry(blobA)));
  await loadIndex(repository, cache);
  await loadIndex(repository, cache);
  expect(reads).toEqual([first]);
  const second = await addIndex(pack(2, entry(blobB)));
  await loadIndex(repository, cache);
  expect(reads).toEqual([first, second]);
  expect(cache.index.indexFiles()).toEqual(new Set([first, second]));
  expect([cache.index.has("data", blobA), cache.index.has("data", blobB)]).toEqual([true, true]);
  expect(cache.index.has("tree", blobA)).toBe(false);
});

test("starts afresh when an index file has gone, because blobs may have gone with it", async () => {
  const { store, cache, repository, addIndex } = setUp();
  const gone = await addIndex(pack(1, entry(blobA)));
  await addIndex(pack(2, entry(blobB)));
  await loadIndex(repository, cache);
  const tree = idOf("d") as BlobId;
  cache.trees.put(tree, Buffer.from("{}"), Buffer.from("what a scan saw"));
  await store.remove("index", gone);
  await loadIndex(repository, cache);
  expect([cache.index.has("data", blobA), cache.index.has("data", blobB)]).toEqual([false, true]);
  expect(cache.index.blobCount()).toBe(1);
  expect(cache.trees.json(tree)).toBeDefined(); // a tree never changes
  expect(cache.trees.record(tree)).toBeUndefined(); // but it may have lost its blobs
});

test("an index replaced by another that names the same packs loses nothing", async () => {
  const { store, cache, repository, addIndex } = setUp();
  const old = [await addIndex(pack(1, entry(blobA))), await addIndex(pack(2, entry(blobB)))];
  await loadIndex(repository, cache);
  await addIndex(pack(1, entry(blobA)), pack(2, entry(blobB)));
  for (const name of old) await store.remove("index", name);
  await loadIndex(repository, cache);
  expect(cache.index.blobCount()).toBe(2);
  expect(cache.index.indexFiles().size).toBe(1);
});

test("a pack that two index files name counts once, a blob in two packs has two places", async () => {
  const { cache, repository, addIndex } = setUp();
  await addIndex(pack(1, entry(blobA)));
  await addIndex(pack(1, entry(blobA)), pack(2, entry(blobB), entry(blobA, 100)));
  await loadIndex(repository, cache);
  const places = cache.index.locate("data", blobA).map(({ packId, offset }) => [packId, offset]);
  expect(places.sort()).toEqual([
    [idOf("c", 1), 0],
    [idOf("c", 2), 100],
  ]);
  expect(cache.index.blobCount()).toBe(3);
});

test("names the index file that cannot be read", async () => {
  const { store, cache, repository, addIndex } = setUp();
  await addIndex(pack(1, entry(blobA)));
  const broken = await addIndex(pack(2, entry(blobB)));
  const bytes = await store.read("index", broken);
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  await store.write("index", broken, bytes);
  await expect(loadIndex(repository, cache)).rejects.toMatchObject({
    code: "OBJECT_CORRUPT",
    details: { kind: "index", name: broken, reason: "hash" },
  });
  expect(await listed(store, "index")).toHaveLength(2);
});
