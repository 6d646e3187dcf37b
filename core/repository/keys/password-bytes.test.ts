import fc from "fast-check";
import { expect, test } from "vitest";
import { passwordFromBytes, passwordToBytes } from "./password-bytes.ts";

test("any bytes come back as they were, and text as itself", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect([...passwordToBytes(passwordFromBytes(bytes))]).toEqual([...bytes]);
    }),
  );
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(Buffer.from(passwordToBytes(text)).toString()).toBe(text);
      expect(passwordFromBytes(Buffer.from(text))).toBe(text);
    }),
  );
});

test.each([
  ["a letter of Latin-1 beside one of UTF-8", [0x70, 0xe4, 0xc3, 0xa4]],
  ["a character cut short", [0xf0, 0x9f, 0x98]],
  ["a surrogate in UTF-8", [0xed, 0xb2, 0x80]],
])("%s", (_, bytes) => {
  expect([...passwordToBytes(passwordFromBytes(Uint8Array.from(bytes)))]).toEqual(bytes);
});
