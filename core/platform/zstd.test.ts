import { randomBytes } from "node:crypto";
import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openNativeZstd, openZlibZstd, type Zstd } from "./zstd.ts";

const kinds: [string, Zstd | undefined][] = [
  ["libzstd called directly", openNativeZstd()],
  ["node:zlib", openZlibZstd()],
];

test("this runtime lets its libzstd be called directly, which the speed relies on", () => {
  expect(openNativeZstd()).toBeDefined();
});

describe.each(kinds)("%s", (_, zstd) => {
  if (zstd === undefined) throw new Error("not available");

  test("compresses to frames that zlib unpacks, and unpacks zlib's", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 1, max: 19 }), (plain, level) => {
        const target = new Uint8Array(plain.length + 1000);
        const length = zstd.compress(plain, target, level);
        expect(length).toBeDefined();
        expect(zstdDecompressSync(target.subarray(0, length))).toEqual(Buffer.from(plain));
        const back = new Uint8Array(plain.length);
        expect(zstd.decompress(zstdCompressSync(plain), back)).toBe(plain.length);
        expect(back).toEqual(plain);
      }),
    );
  });

  test("says so when the result does not fit, and writes nothing behind the target", () => {
    const around = new Uint8Array(1100).fill(7);
    expect(zstd.compress(randomBytes(1000), around.subarray(0, 900), 2)).toBeUndefined();
    const packed = zstdCompressSync(Buffer.alloc(5000, "x"));
    expect(zstd.decompress(packed, around.subarray(0, 1000))).toBeUndefined();
    expect(around.subarray(1000)).toEqual(new Uint8Array(100).fill(7));
  });

  test("refuses broken and cut frames", () => {
    const plain = Buffer.alloc(3000, "some text ");
    const packed = zstdCompressSync(plain);
    const target = new Uint8Array(plain.length);
    expect(zstd.decompress(packed.subarray(0, packed.length - 4), target)).toBeUndefined();
    expect(zstd.decompress(randomBytes(100), target)).toBeUndefined();
    expect(zstd.decompress(packed, target)).toBe(plain.length); // and is none the worse for it
  });
});
