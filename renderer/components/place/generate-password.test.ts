import { expect, test } from "vitest";
import { generatePassword } from "./generate-password.ts";

test("a password has five groups of characters that are not taken for one another", () => {
  const password = generatePassword((bytes) => crypto.getRandomValues(bytes));
  expect(password).toMatch(/^[a-km-np-z2-9]{5}(?:-[a-km-np-z2-9]{5}){4}$/);
  expect(generatePassword((bytes) => crypto.getRandomValues(bytes))).not.toBe(password);
});

test("every byte counts the same: 256 is a multiple of the alphabet", () => {
  const seen = new Map<string, number>();
  for (let start = 0; start < 256; start += 25) {
    const text = generatePassword((bytes) => {
      for (let n = 0; n < bytes.length; n += 1) bytes[n] = start + n;
    });
    [...text.replaceAll("-", "")].forEach((character, n) => {
      if (start + n < 256) seen.set(character, (seen.get(character) ?? 0) + 1);
    });
  }
  expect(seen.size).toBe(32);
  expect(new Set(seen.values())).toEqual(new Set([8]));
});
