import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { newMasterKey } from "./keys/key-store.ts";
import { createSealedBytes } from "./sealed-bytes.ts";

test.each([0, 1, 15, 16, 17, 65_536, 1024 * 1024, 5 * 1024 * 1024])("gives back %i bytes", (length) => {
  const sealedBytes = createSealedBytes(newMasterKey());
  const plain = randomBytes(length);
  const sealed = sealedBytes.seal(plain);
  expect(sealed.length).toBe(length + 32);
  expect(Buffer.compare(sealedBytes.open(sealed) ?? Buffer.alloc(length + 1), plain)).toBe(0);
});

test("goes on working for short inputs after a long one, with both directions mixed", () => {
  const sealedBytes = createSealedBytes(newMasterKey());
  const inputs = [10, 3_000_000, 20, 9_000_000, 30].map((length) => randomBytes(length));
  const sealed = inputs.map((plain) => sealedBytes.seal(plain));
  sealed.reverse().forEach((bytes, n) => {
    expect(Buffer.compare(sealedBytes.open(bytes) ?? new Uint8Array(0), inputs[4 - n] ?? bytes)).toBe(0);
  });
});

test("does not open what is cut short, changed, or sealed with another key", () => {
  const sealedBytes = createSealedBytes(newMasterKey());
  const sealed = sealedBytes.seal(Buffer.from("secret"));
  expect(sealedBytes.open(sealed.subarray(0, -1))).toBeUndefined();
  expect(sealedBytes.open(sealed.subarray(0, 31))).toBeUndefined();
  expect(sealedBytes.open(new Uint8Array(0))).toBeUndefined();
  expect(createSealedBytes(newMasterKey()).open(sealed)).toBeUndefined();
  sealed[20] = (sealed[20] ?? 0) ^ 1;
  expect(sealedBytes.open(sealed)).toBeUndefined();
});

test("hands out memory of its own, which later calls leave alone", () => {
  const sealedBytes = createSealedBytes(newMasterKey());
  const first = sealedBytes.seal(Buffer.from("first"));
  const copy = first.slice();
  sealedBytes.seal(Buffer.from("second"));
  expect(first).toEqual(copy);
});
