import { randomBytes } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { newMasterKey } from "../keys/key-store.ts";
import { compressBlob, openBlob, sha256 } from "./blob-codec.ts";
import { openArena } from "./testing/arena.ts";

const arena = openArena(newMasterKey());
const { kernel, sealer, input } = arena;
const TARGET = input + 8 * 1024 * 1024;
const text = Buffer.from("all work and no play makes jack a dull boy\n".repeat(1000));

/** @returns the compressed bytes, or undefined */
function compress(bytes: Uint8Array): Uint8Array | undefined {
  arena.put(bytes);
  const length = compressBlob(kernel, input, bytes.length, TARGET, 2);
  return length === undefined ? undefined : kernel.bytes.slice(TARGET, TARGET + length);
}

/** Seals `stored` and opens it as a blob of this id and plain length. */
function sealAndOpen(stored: Uint8Array, uncompressedLength: number, id: Uint8Array, damage = -1) {
  kernel.bytes.set(stored, TARGET + 16);
  const sealedLength = sealer.seal(TARGET, stored.length);
  if (damage >= 0)
    kernel.bytes.fill((kernel.bytes[TARGET + damage] ?? 0) ^ 1, TARGET + damage, TARGET + damage + 1);
  return openBlob(kernel, sealer, TARGET, sealedLength, uncompressedLength, id);
}

test("text becomes much smaller, and any zstd unpacks it", () => {
  const packed = compress(text);
  expect(packed?.length).toBeLessThan(text.length / 20);
  expect(zstdDecompressSync(packed ?? new Uint8Array(0))).toEqual(text);
});

test.each([0, 1, 31, 4095, 4096, 12 * 1024, 12 * 1024 + 1, 600_000, 8 * 1024 * 1024])(
  "noise of %i bytes is stored as it is",
  (length) => expect(compress(randomBytes(length))).toBeUndefined(),
);

test("a file that is noise at its start only is compressed", () => {
  expect(compress(Buffer.concat([randomBytes(4096), Buffer.alloc(100_000)]))?.length).toBeLessThan(6000);
});

test("what would not become smaller is stored as it is, even when it does not look like noise", () => {
  const unique = Buffer.from(Array.from({ length: 60 }, (_, n) => n));
  expect(compress(unique)).toBeUndefined();
});

test("opens what was sealed, compressed or not", () => {
  expect(sealAndOpen(text, 0, sha256(text))).toEqual({ plain: expect.anything() });
  const opened = sealAndOpen(zstdCompressSync(text), text.length, sha256(text));
  expect("plain" in opened && Buffer.from(opened.plain).equals(text)).toBe(true);
  expect(sealAndOpen(new Uint8Array(0), 0, sha256(new Uint8Array(0)))).toEqual({ plain: new Uint8Array(0) });
});

test("tells apart how a blob is broken", () => {
  const id = sha256(text);
  const packed = zstdCompressSync(text);
  for (const damage of [0, 15, 16, 1000, 16 + text.length, 16 + text.length + 15])
    expect(sealAndOpen(text, 0, id, damage)).toEqual({ broken: "mac" });
  expect(sealAndOpen(text, 0, sha256(packed))).toEqual({ broken: "hash" });
  expect(sealAndOpen(packed, text.length, sha256(packed))).toEqual({ broken: "hash" });
  expect(sealAndOpen(text, text.length, id)).toEqual({ broken: "compression" });
  expect(sealAndOpen(packed, text.length - 1, id)).toEqual({ broken: "compression" });
  expect(sealAndOpen(packed, text.length + 1, id)).toEqual({ broken: "compression" });
  expect(sealAndOpen(packed.subarray(0, -1), text.length, id)).toEqual({ broken: "compression" });
  expect(openBlob(kernel, sealer, TARGET, 31, 0, id)).toEqual({ broken: "too-short" });
});

test("a blob that unpacks to far more than it says does not fill the memory", () => {
  const bomb = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024));
  const before = process.memoryUsage().rss;
  expect(sealAndOpen(bomb, 1000, sha256(new Uint8Array(1000)))).toEqual({ broken: "compression" });
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});
