import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeJson, encodeJsonBytes, encodeJsonText, parseJson } from "./go-json.ts";

test("escapes what Go escapes, and nothing else", () => {
  expect(encodeJsonText("<a&b>")).toBe('"\\u003ca\\u0026b\\u003e"');
  expect(encodeJsonText('"\\/')).toBe('"\\"\\\\/"');
  expect(encodeJsonText("\b\f\n\r\t\v\u0000\u001f\u007f")).toBe(
    '"\\b\\f\\n\\r\\t\\u000b\\u0000\\u001f\u007f"',
  );
  expect(encodeJsonText("\u2028\u2029ü😀\ufffd")).toBe('"\\u2028\\u2029ü😀\ufffd"');
});

test("writes one \\ufffd for each byte that is not UTF-8, and keeps a real U+FFFD", () => {
  const bytes = Buffer.concat([Buffer.from("ü\ufffd"), Buffer.from([0xe2, 0x82, 0xff]), Buffer.from("<")]);
  expect(encodeJsonBytes(bytes)).toBe('"ü\ufffd\\ufffd\\ufffd\\ufffd\\u003c"');
});

test("every text reads back", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(JSON.parse(encodeJsonText(text))).toBe(text);
      expect(JSON.parse(encodeJsonBytes(Buffer.from(text)))).toBe(text);
    }),
  );
});

test("every JSON value reads back", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value));
      expect(JSON.parse(encodeJson(plain))).toEqual(plain);
      expect(encodeJson(parseJson(encodeJson(plain)))).toBe(encodeJson(plain));
    }),
  );
});

test("whole numbers beyond 2^53 keep their digits", () => {
  const json = '{"a":18446744073709551615,"b":[-9007199254740993,9007199254740991],"c":0.1234567890123456}';
  expect(parseJson(json)).toEqual({
    a: 18446744073709551615n,
    b: [-9007199254740993n, 9007199254740991],
    c: 0.1234567890123456,
  });
  expect(encodeJson(parseJson(json))).toBe(json);
});
