import { expect, test } from "vitest";
import type { BlobId, PackId } from "../../shared/ids.ts";
import type { BlobLocation } from "../repository/types.ts";
import { openMemoryStore } from "../storage/memory.ts";
import type { ByteRange, Store } from "../storage/store.ts";
import { readSealed } from "./read-sealed.ts";

const PACK = "a".repeat(64) as PackId;
const signal = new AbortController().signal;

/** A pack whose bytes say where they stand, and what is read of it. */
async function packOf(length: number, cheapSeeks: boolean) {
  const memory = openMemoryStore();
  await memory.write(
    "pack",
    PACK,
    Uint8Array.from({ length }, (_, n) => n % 251),
  );
  const ranges: (ByteRange | undefined)[] = [];
  const store: Store = {
    ...memory,
    cheapSeeks,
    read(kind, name, range, aborted) {
      ranges.push(range);
      return memory.read(kind, name, range, aborted);
    },
  };
  return { store, ranges };
}

function blobAt(offset: number, length: number): BlobLocation {
  return { id: "b".repeat(64) as BlobId, type: "data", packId: PACK, offset, length, uncompressedLength: 0 };
}

/** The first byte of each blob as it was read. */
async function firstBytes(store: Store, places: readonly BlobLocation[]) {
  const { buffers, blobs } = await readSealed(store, places, signal);
  return blobs.map((blob) => (blob === undefined ? undefined : buffers[blob.buffer]?.[blob.offset]));
}

test("neighbours are read together, what is far apart is not", async () => {
  const { store, ranges } = await packOf(100_000, true);
  const places = [blobAt(10, 90), blobAt(100, 50), blobAt(90_000, 10)];
  expect(await firstBytes(store, places)).toEqual([10, 100, 90_000 % 251]);
  expect(ranges).toEqual([
    { offset: 10, length: 140 },
    { offset: 90_000, length: 10 },
  ]);
});

test("where asking is dear, a gap is read along", async () => {
  const { store, ranges } = await packOf(100_000, false);
  await firstBytes(store, [blobAt(0, 10), blobAt(90_000, 10)]);
  expect(ranges).toEqual([{ offset: 0, length: 90_010 }]);
});

test("blobs that overlap, as only a lie can have it, are read apart", async () => {
  const { store } = await packOf(1000, true);
  expect(await firstBytes(store, [blobAt(10, 90), blobAt(50, 90)])).toEqual([10, 50]);
});

test("of a pack that was cut short, what is still there is read", async () => {
  const { store } = await packOf(120, true);
  expect(await firstBytes(store, [blobAt(0, 50), blobAt(50, 50), blobAt(100, 50)])).toEqual([
    0,
    50,
    undefined,
  ]);
});

test("nothing is read of a pack that is missing", async () => {
  expect(await firstBytes(openMemoryStore(), [blobAt(0, 50)])).toEqual([undefined]);
});
