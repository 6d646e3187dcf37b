import { createCipheriv, createDecipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKernel } from "../kernel/create-kernel.ts";
import { createKernelSealer, createSealer, SEALER_SCRATCH } from "./sealer.ts";
import type { MasterKey } from "./types.ts";

const bytes16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const keys: fc.Arbitrary<MasterKey> = fc.record({
  encryptionKey: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  macKey: bytes16,
  macR: bytes16,
});
const plaintexts = fc.oneof(
  fc.uint8Array({ maxLength: 100 }),
  fc
    .integer({ min: SEALER_SCRATCH - 20, max: SEALER_SCRATCH * 2 + 20 })
    .map((length) => new Uint8Array(length).fill(length)),
);

const kernel = createKernel(SEALER_SCRATCH * 4);
const at = kernel.arenaStart + SEALER_SCRATCH;

/** Poly1305-AES written down from its definition, with big integers. */
function poly1305Aes({ macKey, macR }: MasterKey, nonce: Uint8Array, message: Uint8Array): Buffer {
  const clamp = 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  const r = littleEndian(macR) & clamp;
  let sum = 0n;
  for (let start = 0; start < message.length; start += 16) {
    const block = message.subarray(start, start + 16);
    sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * r) % ((1n << 130n) - 5n);
  }
  const pad = createCipheriv("aes-128-ecb", macKey, null).setAutoPadding(false).update(nonce);
  const tag = (sum + littleEndian(pad)) % (1n << 128n);
  return Buffer.from(tag.toString(16).padStart(32, "0"), "hex").reverse();
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

describe.each([
  ["what this runtime has", createSealer],
  ["WebAssembly and node:crypto", createKernelSealer],
])("sealing with %s", (_, create) => {
  test("seals as AES-256-CTR and Poly1305-AES are defined", () => {
    fc.assert(
      fc.property(keys, plaintexts, (key, plain) => {
        const sealer = create(kernel, key, kernel.arenaStart);
        kernel.bytes.set(plain, at + 16);
        expect(sealer.seal(at, plain.length)).toBe(plain.length + 32);
        const iv = kernel.bytes.slice(at, at + 16);
        const ciphertext = kernel.bytes.slice(at + 16, at + 16 + plain.length);
        const tag = kernel.bytes.slice(at + 16 + plain.length, at + 32 + plain.length);
        const decipher = createDecipheriv("aes-256-ctr", key.encryptionKey, iv);
        expect(Buffer.compare(decipher.update(ciphertext), plain)).toBe(0);
        expect(Buffer.from(tag)).toEqual(poly1305Aes(key, iv, ciphertext));
      }),
      { numRuns: 40 },
    );
  });

  test("opens what it sealed, and nothing with a flipped bit, which it leaves alone", () => {
    fc.assert(
      fc.property(keys, plaintexts, fc.nat(), (key, plain, where) => {
        const sealer = create(kernel, key, kernel.arenaStart);
        kernel.bytes.set(plain, at + 16);
        const length = sealer.seal(at, plain.length);
        const flipped = at + (where % length);
        kernel.bytes[flipped] = (kernel.bytes[flipped] ?? 0) ^ (1 << (where % 8));
        const broken = kernel.bytes.slice(at, at + length);
        expect(sealer.open(at, length)).toBe(false);
        expect(Buffer.compare(kernel.bytes.subarray(at, at + length), broken)).toBe(0);
        kernel.bytes[flipped] = (kernel.bytes[flipped] ?? 0) ^ (1 << (where % 8));
        expect(sealer.open(at, length)).toBe(true);
        expect(Buffer.compare(kernel.bytes.subarray(at + 16, at + 16 + plain.length), plain)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("refuses what is too short to be sealed, and what another key sealed", () => {
    const [one, other] = fc.sample(keys, 2);
    if (one === undefined || other === undefined) throw new Error("no keys drawn");
    const length = create(kernel, one, kernel.arenaStart).seal(at, 100);
    const sealer = create(kernel, other, kernel.arenaStart);
    expect(sealer.open(at, length)).toBe(false);
    for (const short of [0, 1, 16, 31]) expect(sealer.open(at, short)).toBe(false);
  });

  test("never uses an IV twice", () => {
    const [key] = fc.sample(keys, 1);
    if (key === undefined) throw new Error("no key drawn");
    const sealer = create(kernel, key, kernel.arenaStart);
    const ivs = new Set<string>();
    for (let n = 0; n < 2000; n++) {
      sealer.seal(at, 1);
      ivs.add(Buffer.from(kernel.bytes.subarray(at, at + 16)).toString("hex"));
    }
    expect(ivs.size).toBe(2000);
  });
});
