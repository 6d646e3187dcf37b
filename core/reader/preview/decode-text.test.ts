import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { decodeText } from "./decode-text.ts";

const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

test.each([
  ["UTF-8", Buffer.from("Grüße, 合同 🙂\n"), "Grüße, 合同 🙂\n"],
  ["UTF-8 with a mark", Buffer.from("\ufeffGrüße"), "Grüße"],
  ["UTF-16 with a mark", Buffer.from("\ufeffGrüße 合同", "utf16le"), "Grüße 合同"],
  ["UTF-16, the other end first", Buffer.concat([Buffer.of(0xfe, 0xff), utf16be("Grüße")]), "Grüße"],
  ["UTF-16 without a mark", Buffer.from("name;value\r\n", "utf16le"), "name;value\r\n"],
  ["Latin-1", Buffer.from("Größe und Maß für Häuser\r\n", "latin1"), "Größe und Maß für Häuser\r\n"],
  ["what Windows adds to it", Buffer.from([0x93, 0x61, 0x94, 0x20, 0x80]), "“a” €"],
  ["GB 18030", Buffer.from("d6d0b9fab5c4bacfcdac", "hex"), "中国的合同"],
])("reads %s", (_, bytes, text) => {
  expect(decodeText(bytes, false)).toBe(text);
});

test("a character that is cut at the end is left away", () => {
  const bytes = Buffer.from("aaa合");
  for (const cut of [1, 2]) expect(decodeText(bytes.subarray(0, -cut), true)).toBe("aaa");
  expect(decodeText(Buffer.from("aaa"), true)).toBe("aaa");
});

test.each([
  ["random bytes", randomBytes(4000)],
  ["a program", Buffer.from("\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3e\0", "latin1")],
  ["zeros", Buffer.alloc(1000)],
  ["control characters", Buffer.from("\x01\x02\x03 and a little text")],
])("does not take %s for text", (_, bytes) => {
  expect(decodeText(bytes, true)).toBeUndefined();
});
