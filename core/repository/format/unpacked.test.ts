import { zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type CorruptReason, isBackstayError } from "../../../shared/errors.ts";
import { decodeUnpacked, encodeUnpacked } from "./unpacked.ts";

const SOURCE = { kind: "index", name: "3".repeat(64) } as const;

test("any document survives both versions", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(1 as const, 2 as const), (value, version) => {
      const json = Buffer.from(JSON.stringify({ value }));
      expect(Buffer.from(decodeUnpacked(encodeUnpacked(json, version), SOURCE))).toEqual(json);
    }),
  );
});

test("version 1 is the JSON itself, version 2 a byte 2 and zstd", () => {
  const json = Buffer.from('{"packs":[]}\n');
  expect(encodeUnpacked(json, 1)).toEqual(json);
  const compressed = Buffer.from(encodeUnpacked(json, 2));
  expect(compressed.subarray(0, 5).toString("hex")).toBe("0228b52ffd");
});

test("refuses more than it may give out, plain or compressed", () => {
  const json = Buffer.from(`[${" ".repeat(5_000_000)}]`);
  expect(decodeUnpacked(encodeUnpacked(json, 2), SOURCE, json.length).length).toBe(json.length);
  expectCorrupt(() => decodeUnpacked(encodeUnpacked(json, 2), SOURCE, json.length - 1), "size");
  expectCorrupt(() => decodeUnpacked(json, SOURCE, json.length - 1), "size");
});

test("a bomb is stopped at the limit, not after it", () => {
  const bomb = Buffer.concat([Uint8Array.of(2), zstdCompressSync(Buffer.alloc(256 * 1024 * 1024))]);
  expect(bomb.length).toBeLessThan(100_000);
  const before = process.memoryUsage().rss;
  expectCorrupt(() => decodeUnpacked(bomb, SOURCE, 1024 * 1024), "size");
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
});

test("refuses what is empty, of an unknown form, damaged or cut off", () => {
  expectCorrupt(() => decodeUnpacked(new Uint8Array(0), SOURCE), "too-short");
  expectCorrupt(() => decodeUnpacked(Uint8Array.of(3, 1, 2), SOURCE), "schema");
  expectCorrupt(() => decodeUnpacked(Uint8Array.of(2), SOURCE), "compression");
  expectCorrupt(() => decodeUnpacked(Uint8Array.of(2, 1, 2, 3), SOURCE), "compression");
  const whole = encodeUnpacked(Buffer.from(JSON.stringify({ text: "some words, and some more words" })), 2);
  for (let length = 1; length < whole.length; length++) {
    expectCorrupt(() => decodeUnpacked(whole.subarray(0, length), SOURCE), "compression");
  }
});

function expectCorrupt(decode: () => unknown, reason: CorruptReason): void {
  try {
    decode();
  } catch (error) {
    if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
    expect(error.details).toEqual({ ...SOURCE, reason });
    return;
  }
  expect.unreachable("it was taken");
}
