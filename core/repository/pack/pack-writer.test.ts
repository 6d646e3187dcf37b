import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePackHeader } from "../format/pack-header.ts";
import { newMasterKey } from "../keys/key-store.ts";
import { createSealedBytes } from "../sealed-bytes.ts";
import type { BlobType } from "../types.ts";
import { openBlob, sha256 } from "./blob-codec.ts";
import { createPackWriter, PACK_WRITER_BYTES, type Pack, VERIFY_AREA_BYTES } from "./pack-writer.ts";
import { openArena } from "./testing/arena.ts";

const key = newMasterKey();
const arena = openArena(key);
const sealedBytes = createSealedBytes(key);
const MIB = 1024 * 1024;

/** Reads a pack from its end, as somebody who has nothing but the file and the key. */
function unpack(pack: Pack): { type: BlobType; plain: Buffer }[] {
  const file = Buffer.from(pack.bytes);
  const headerLength = file.readUInt32LE(file.length - 4);
  const headerStart = file.length - 4 - headerLength;
  const header = sealedBytes.open(file.subarray(headerStart, headerStart + headerLength));
  if (header === undefined) throw new Error("the header does not open");
  expect(Buffer.compare(header, pack.header)).toBe(0);
  expect(pack.id).toBe(sha256(file).toString("hex"));
  const entries = parsePackHeader(header, pack.id);
  expect(entries.reduce((sum, entry) => sum + entry.length, 0)).toBe(headerStart);
  return entries.map(({ id, type, offset, length, uncompressedLength }) => {
    arena.put(file.subarray(offset, offset + length));
    const opened = openBlob(
      arena.kernel,
      arena.sealer,
      arena.input,
      length,
      uncompressedLength,
      Buffer.from(id, "hex"),
    );
    if ("broken" in opened) throw new Error(`blob ${id} is broken: ${opened.broken}`);
    return { type, plain: Buffer.from(opened.plain) };
  });
}

const blob = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.nat(200_000).map((length) => Buffer.alloc(length, "tide and time ")),
  fc.nat(200_000).map((length) => randomBytes(length)),
);

test("any blobs that go in come out of the finished packs, in order", () => {
  fc.assert(
    fc.property(
      fc.array(blob, { maxLength: 12 }),
      fc.constantFrom<BlobType>("data", "tree"),
      fc.constantFrom(undefined, 2),
      (blobs, type, level) => {
        const found = arena.pack(type, blobs, level).flatMap(unpack);
        expect(found.length).toBe(blobs.length);
        found.forEach(({ type: itsType, plain }, n) => {
          expect(itsType).toBe(type);
          expect(plain.equals(blobs[n] ?? new Uint8Array(1))).toBe(true);
        });
      },
    ),
    { numRuns: 60 },
  );
});

test("a pack is closed when it holds 16 MiB, and the longest chunk always fits", () => {
  const blobs = Array.from({ length: 5 }, () => randomBytes(8 * MIB - 32));
  const packs = arena.pack("data", blobs, 2);
  expect(packs.map(({ header }) => header.length / 37)).toEqual([2, 2, 1]);
  const upToTheBrim = [8 * MIB - 33, 8 * MIB - 32, 8 * MIB].map((length) => randomBytes(length));
  const [largest, ...others] = arena.pack("data", upToTheBrim);
  expect(others).toEqual([]);
  expect(largest === undefined ? 0 : unpack(largest).length).toBe(3);
});

test("a pack of very many small blobs is closed before its header outgrows the arena", () => {
  const blobs = Array.from({ length: 20_001 }, (_, n) => Buffer.from(`${n}`));
  const packs = arena.pack("data", blobs, 2);
  expect(packs.map(({ header }) => header.length / 37)).toEqual([20_000, 1]);
});

test("without a level nothing is compressed, as version 1 wants it", () => {
  const [pack] = arena.pack("tree", [Buffer.alloc(10_000)]);
  const entries = pack === undefined ? [] : parsePackHeader(pack.header, pack.id);
  expect(entries).toMatchObject([{ type: "tree", length: 10_032, uncompressedLength: 0 }]);
});

test("no blobs make no pack", () => {
  expect(arena.pack("data", [])).toEqual([]);
});

test("a blob that is not what its id says is never handed on", () => {
  const { kernel, sealer, input } = arena;
  const verifyArea = kernel.arenaStart + 64 * 1024;
  const offset = verifyArea + VERIFY_AREA_BYTES;
  expect(offset + PACK_WRITER_BYTES).toBe(input);
  const writer = createPackWriter({ kernel, sealer, type: "data", offset, verifyArea, level: undefined });
  arena.put(Buffer.from("memory has flipped a bit"));
  expect(() => writer.add(sha256(Buffer.from("memory has flipped a byte")), input, 24)).toThrow(/hash/);
  expect(writer.finish()).toBeUndefined();
});
