import fc from "fast-check";
import { expect, test } from "vitest";
import { scanJsonLists } from "./json-scan.ts";

function scan(json: string | Uint8Array): { lists: string[]; elements: [string, unknown][] } {
  const lists: string[] = [];
  const elements: [string, unknown][] = [];
  scanJsonLists(typeof json === "string" ? Buffer.from(json) : json, {
    onList: (member) => lists.push(member),
    onElement: ({ member, text }) => elements.push([member, JSON.parse(text)]),
    fail: (problem) => {
      throw new Error(problem);
    },
  });
  return { lists, elements };
}

test("finds the elements of every list, and passes over what is no list", () => {
  const json =
    ' { "a" : [ {"x":"]}\\"["} , 12 , "s" , null ] , "b":{"c":[1]}, "d": -1.5e3,"e":[],"f":"[" } \n';
  expect(scan(json)).toEqual({
    lists: ["a", "e"],
    elements: [
      ["a", { x: ']}"[' }],
      ["a", 12],
      ["a", "s"],
      ["a", null],
    ],
  });
  expect(scan("[1,[2]]\n").elements).toEqual([
    ["", 1],
    ["", [2]],
  ]);
  expect(scan("{}").lists).toEqual([]);
});

test("splits any list of JSON values as JSON.parse does, however it is spaced", () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), fc.integer({ min: 0, max: 3 }), (values, indent) => {
      const json = JSON.stringify({ list: values }, undefined, indent);
      const plain = (JSON.parse(json) as { list: unknown[] }).list;
      expect(scan(json).elements.map(([, value]) => value)).toEqual(plain);
    }),
  );
});

test("tells where a long number may be", () => {
  const flags: boolean[] = [];
  scanJsonLists(Buffer.from('[{"a":123456789012345},{"a":1234567890123456},{"a":"12345678901234567890"}]'), {
    onList: () => {},
    onElement: ({ hasLongNumber }) => flags.push(hasLongNumber),
    fail: (problem) => {
      throw new Error(problem);
    },
  });
  expect(flags).toEqual([false, true, false]);
});

test.each([
  "",
  "1",
  '"x"',
  "{",
  "[",
  "[1",
  "[1,",
  "[,1]",
  "[1,]",
  "[1 2]",
  "[1]]",
  '{"a"}',
  '{"a":}',
  '{"a":[1]',
  "{a:[1]}",
  '{"a":[1],}',
  '{"a":1,"a":2}',
  '{"a":["x]}',
])("refuses %j", (json) => {
  expect(() => scan(json)).toThrow();
});

test("refuses deep nesting and swarms of lists before they are parsed", () => {
  expect(() => scan(`[${"[".repeat(10_000_000)}`)).toThrow("nested too deeply");
  expect(() => scan(`{"x":${'{"x":'.repeat(100)}`)).toThrow("nested too deeply");
  expect(() => scan(`[[${"[],".repeat(200_000)}1]]`)).toThrow("too many lists");
});

test("never hangs or crashes on random bytes", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[{}[\]",:\\ 1a]{0,30}$/), (json) => {
      try {
        scan(json);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
      }
    }),
    { numRuns: 2000 },
  );
});
