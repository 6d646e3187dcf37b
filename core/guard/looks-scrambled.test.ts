import { createCipheriv, createHash } from "node:crypto";
import { deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { noise } from "../../test/support/crash-sources.ts";
import { LEAST_BYTES, LOOKED_BYTES, looksScrambled } from "./looks-scrambled.ts";

/** Prose of an office: words that come again, and numbers. */
function prose(bytes: number): Buffer {
  const words = ["invoice", "customer", "hall", "offer", "the", "of", "payment", "2026", "Hansen", "due"];
  let text = "";
  for (let n = 0; text.length < bytes; n += 1)
    text += `${words[(n * 7 + (n >> 3)) % words.length]} ${n % 97} `;
  return Buffer.from(text.slice(0, bytes));
}

function encrypted(plain: Buffer, seed: string): Buffer {
  const key = createHash("sha256").update(seed).digest();
  return createCipheriv("aes-256-ctr", key, Buffer.alloc(16)).update(plain);
}

test("what a cipher wrote looks scrambled, long or short", () => {
  for (const bytes of [LEAST_BYTES, 5_000, LOOKED_BYTES])
    for (let n = 0; n < 50; n += 1)
      expect(looksScrambled(encrypted(prose(bytes), `${bytes} ${n}`))).toBe(true);
});

test("text, tables and pictures without compression do not", () => {
  expect(looksScrambled(prose(LOOKED_BYTES))).toBe(false);
  expect(looksScrambled(Buffer.alloc(LOOKED_BYTES))).toBe(false);
  expect(looksScrambled(Buffer.from(Array.from({ length: LOOKED_BYTES }, (_, n) => n % 200)))).toBe(false);
});

test("compressed data is known by how its format begins, and raw by being a little uneven", () => {
  const mixed = Buffer.concat(
    Array.from({ length: 40 }, (_, n) => Buffer.concat([noise(`${n}`, 600), prose(600 + n)])),
  );
  expect(looksScrambled(gzipSync(mixed).subarray(0, LOOKED_BYTES))).toBe(false);
  expect(looksScrambled(zstdCompressSync(mixed).subarray(0, LOOKED_BYTES))).toBe(false);
  expect(looksScrambled(deflateRawSync(prose(900_000)).subarray(0, LOOKED_BYTES))).toBe(false);
  const marked = (mark: string, at = 0) => {
    const bytes = Buffer.from(noise("marked", LOOKED_BYTES));
    bytes.write(mark, at, "latin1");
    return looksScrambled(bytes);
  };
  for (const mark of ["PK\x03\x04", "\xff\xd8\xff", "\x89PNG", "%PDF", "Rar!", "\xd0\xcf\x11\xe0"])
    expect(marked(mark), mark).toBe(false);
  expect(marked("ftyp", 4)).toBe(false);
});

test("too little of a file tells nothing", () => {
  expect(looksScrambled(noise("short", LEAST_BYTES - 1))).toBeUndefined();
  expect(looksScrambled(new Uint8Array(0))).toBeUndefined();
});
