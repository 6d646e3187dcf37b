import { zstdCompressSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import type { BlobId, IndexId, PackId } from "../../shared/ids.ts";
import { rejectsWith } from "../../test/support/check-store.ts";
import { openRepositoryCache } from "../catalog/repository-cache.ts";
import { openMemoryStore } from "../storage/memory.ts";
import { sha256 } from "./pack/blob-codec.ts";
import { readBlob, readTree } from "./read-blob.ts";
import type { IndexedRepository } from "./repository.ts";
import { bareRepository } from "./testing/bare-repository.ts";
import type { BlobType } from "./types.ts";

const PLAIN = Buffer.from('{"nodes":[]}\n'.repeat(20));
const ID = sha256(PLAIN).toString("hex") as BlobId;

function setUp() {
  const store = openMemoryStore();
  const bare = bareRepository(store);
  const cache = openRepositoryCache(undefined, bare.id);
  onTestFinished(() => cache.close());
  const repository: IndexedRepository = { ...bare, cache, isIndexed: true };
  let packs = 0;

  /** Puts a blob into a pack of its own, behind some other bytes. */
  async function plant(
    stored: Uint8Array,
    uncompressedLength: number,
    type: BlobType = "data",
    damage?: (pack: Buffer) => void,
  ) {
    const offset = 50;
    const sealed = bare.sealedBytes.seal(stored);
    const pack = Buffer.concat([Buffer.alloc(offset), sealed, Buffer.alloc(10)]);
    damage?.(pack);
    packs += 1;
    const packId = `${packs}`.padStart(64, "0") as PackId;
    await store.write("pack", packId, pack);
    const entry = { id: ID, type, offset, length: sealed.length, uncompressedLength };
    cache.index.addIndexFile(`${packs}`.padStart(64, "e") as IndexId, [{ id: packId, entries: [entry] }]);
    return packId;
  }
  return { repository, store, plant };
}

test.each([
  ["as it is", PLAIN, 0],
  ["compressed", zstdCompressSync(PLAIN), PLAIN.length],
])("reads a blob that is stored %s", async (_, stored, uncompressedLength) => {
  const { repository, plant } = setUp();
  await plant(stored, uncompressedLength);
  expect(Buffer.from(await readBlob(repository, "data", ID))).toEqual(PLAIN);
  await expect(readBlob(repository, "tree", ID)).rejects.toMatchObject({
    code: "BLOB_MISSING",
    details: { blobId: ID, blobType: "tree" },
  });
});

test("says how a blob is broken, and in which pack", async () => {
  const flip = (pack: Buffer) => pack.fill((pack[60] ?? 0) ^ 1, 60, 61);
  for (const { stored, length, reason, damage } of [
    { stored: PLAIN, length: 0, reason: "mac", damage: flip },
    { stored: PLAIN, length: PLAIN.length, reason: "compression", damage: undefined },
    { stored: zstdCompressSync(PLAIN), length: PLAIN.length - 1, reason: "compression", damage: undefined },
    { stored: Buffer.from("another"), length: 0, reason: "hash", damage: undefined },
  ]) {
    const { repository, plant } = setUp();
    const packId = await plant(stored, length, "data", damage);
    await expect(readBlob(repository, "data", ID)).rejects.toMatchObject({
      code: "BLOB_CORRUPT",
      details: { blobId: ID, packId, reason },
    });
  }
});

test("takes a blob from another place when one is broken, cut short or gone", async () => {
  const { repository, store, plant } = setUp();
  await plant(Buffer.from("another"), 0);
  await store.remove("pack", await plant(PLAIN, 0));
  const cut = await plant(PLAIN, 0);
  await store.write("pack", cut, new Uint8Array(60));
  await rejectsWith("OBJECT_CORRUPT", readBlob(repository, "data", ID));
  await plant(zstdCompressSync(PLAIN), PLAIN.length);
  expect(Buffer.from(await readBlob(repository, "data", ID))).toEqual(PLAIN);
});

test("a cancel is not taken for a broken place", async () => {
  const { repository, plant } = setUp();
  await plant(PLAIN, 0);
  const reason = new Error("enough");
  await expect(readBlob(repository, "data", ID, AbortSignal.abort(reason))).rejects.toBe(reason);
});

test("a tree is read from the repository once", async () => {
  const { repository, store, plant } = setUp();
  const packId = await plant(zstdCompressSync(PLAIN), PLAIN.length, "tree");
  expect(Buffer.from(await readTree(repository, ID))).toEqual(PLAIN);
  await store.remove("pack", packId);
  expect(Buffer.from(await readTree(repository, ID))).toEqual(PLAIN);
});
