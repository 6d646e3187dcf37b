import fc from "fast-check";
import { expect, test } from "vitest";
import { quoteName, unquoteName } from "./go-quote.ts";

const bytes = (text: string) => Buffer.from(text, "utf8");
const raw = (text: string) => Buffer.from(text, "latin1");

test.each([
  [raw(""), ""],
  [raw("plain name.txt"), "plain name.txt"],
  [raw('a"b\\c'), 'a\\"b\\\\c'],
  [raw("\x07\x08\x0c\x0a\x0d\x09\x0b"), "\\a\\b\\f\\n\\r\\t\\v"],
  [raw("\x00\x1f\x7f"), "\\x00\\x1f\\x7f"],
  [raw("\xff"), "\\xff"],
  [raw("\xe2\x82"), "\\xe2\\x82"],
  [raw("\xed\xa0\x80"), "\\xed\\xa0\\x80"],
  [raw("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80"],
  [raw("\xc0\xaf"), "\\xc0\\xaf"],
  [bytes("ü漢😀\ufffd"), "ü漢😀\ufffd"],
  [bytes("\u00a0\u00ad\u2028\u200d\ufeff"), "\\u00a0\\u00ad\\u2028\\u200d\\ufeff"],
  [bytes("\u{e0080}\u{10ffff}"), "\\U000e0080\\U0010ffff"],
  [Buffer.concat([bytes("ü\n"), raw("\xfe"), bytes("漢\u2029")]), "ü\\n\\xfe漢\\u2029"],
])("quotes %j as %s, and back", (name, quoted) => {
  expect(quoteName(name)).toBe(quoted);
  expect(unquoteName(quoted)).toEqual(Buffer.from(name));
});

test("any bytes survive quoting and unquoting", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (name) => {
      expect(unquoteName(quoteName(name))).toEqual(Buffer.from(name));
    }),
  );
});

test("any text survives too, and nothing unprintable is left in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const quoted = quoteName(bytes(text));
      expect(quoted).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(unquoteName(quoted)).toEqual(bytes(text));
    }),
  );
});

test("a name inside a larger buffer is quoted by itself", () => {
  const buffer = raw("xx\xffyy");
  expect(quoteName(buffer.subarray(1, 4))).toBe("x\\xffy");
});

test("reads forms Go would not have chosen", () => {
  expect(unquoteName("\\101\\x41\\u0041\\U00000041A")).toEqual(raw("AAAAA"));
  expect(unquoteName("\\377")).toEqual(raw("\xff"));
});

test.each([
  'a"b',
  "a\nb",
  "\\",
  "a\\",
  "\\q",
  "\\'",
  "\\x4",
  "\\xzz",
  "\\400",
  "\\18",
  "\\u12",
  "\\ud800",
  "\\U00110000",
])("refuses %j, which is not the inside of a string literal", (quoted) => {
  expect(unquoteName(quoted)).toBeUndefined();
});
