import { createCipheriv, hash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKernel } from "../kernel/create-kernel.ts";
import { openSsl } from "./openssl.ts";

/** Lengths around what OpenSSL's code does in one go, and long ones. */
const lengths = fc.oneof(fc.nat(700), fc.nat(100_000));

test("this runtime lets its OpenSSL be called directly, which the speed relies on", () => {
  expect(openSsl()).toBeDefined();
});

describe("OpenSSL called directly", () => {
  const ssl = openSsl();
  if (ssl === undefined) throw new Error("not available");

  test("hashes and encrypts as node:crypto does", () => {
    fc.assert(
      fc.property(lengths, (length) => {
        const [key, iv, bytes] = [randomBytes(32), randomBytes(16), randomBytes(length)];
        expect(hash("sha256", bytes, "buffer").equals(ssl.sha256(bytes))).toBe(true);
        const expected = createCipheriv("aes-256-ctr", key, iv).update(bytes);
        ssl.createCounterCipher(key)(iv, bytes);
        expect(bytes.equals(expected)).toBe(true);
      }),
    );
  });

  test("counts over the end of all 128 bits", () => {
    const [key, iv, bytes] = [randomBytes(32), Buffer.alloc(16, 0xff), randomBytes(100)];
    const expected = createCipheriv("aes-256-ctr", key, iv).update(bytes);
    ssl.createCounterCipher(key)(iv, bytes);
    expect(bytes.equals(expected)).toBe(true);
  });

  test("each cipher keeps its own key", () => {
    const [one, other] = [randomBytes(16), randomBytes(16)];
    const block = randomBytes(16);
    const expected = (key: Buffer) =>
      createCipheriv("aes-128-ecb", key, null).setAutoPadding(false).update(block);
    const [encryptOne, encryptOther] = [ssl.createBlockCipher(one), ssl.createBlockCipher(other)];
    for (let round = 0; round < 3; round += 1) {
      expect(expected(one).equals(encryptOne(block))).toBe(true);
      expect(expected(other).equals(encryptOther(block))).toBe(true);
    }
  });

  test("tags as the kernel does, which a test of its own holds against the definition", () => {
    const kernel = createKernel(200_000);
    fc.assert(
      fc.property(lengths, (length) => {
        const [r, pad, bytes] = [randomBytes(16), randomBytes(16), randomBytes(length)];
        kernel.setMacKey(r);
        kernel.bytes.set(bytes, kernel.arenaStart);
        const expected = Buffer.from(kernel.poly1305(kernel.arenaStart, length, pad));
        expect(expected.equals(ssl.createPoly1305(r)(bytes, pad))).toBe(true);
      }),
    );
  });

  test("works in the memory of WebAssembly, and touches nothing around", () => {
    const { bytes } = createKernel(10_000);
    bytes.fill(7, 70_000, 75_000);
    const key = randomBytes(32);
    const expected = createCipheriv("aes-256-ctr", key, bytes.slice(70_000, 70_016)).update(
      bytes.slice(70_016, 71_001),
    );
    ssl.createCounterCipher(key)(bytes.subarray(70_000, 70_016), bytes.subarray(70_016, 71_001));
    expect(expected.equals(bytes.subarray(70_016, 71_001))).toBe(true);
    expect(bytes.subarray(71_001, 75_000).every((byte) => byte === 7)).toBe(true);
  });
});
