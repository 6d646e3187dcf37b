import { expect, test } from "vitest";
import { rawPathFromText, rawPathToText } from "../platform/raw-path.ts";
import { freeNames } from "./free-name.ts";

const TIME = "2024-05-01T10:20:30.123456789+02:00";
const WHEN = "(restored 2024-05-01 10-20-30";

function firstName(path: string): string {
  const [first] = freeNames(rawPathFromText(path), TIME);
  return rawPathToText(first ?? rawPathFromText(""));
}

test.each([
  ["/a/report.pdf", `/a/report ${WHEN}).pdf`],
  ["/a/archive.tar.gz", `/a/archive.tar ${WHEN}).gz`],
  ["/a/no extension", `/a/no extension ${WHEN})`],
  ["/a/.hidden", `/a/.hidden ${WHEN})`],
  ["/a.b/größe.txt", `/a.b/größe ${WHEN}).txt`],
  ["/x", `/x ${WHEN})`],
])("%s is kept as %s", (path, expected) => {
  expect(firstName(path)).toBe(expected);
});

test("each further name has a number", () => {
  const [, second, third] = freeNames(rawPathFromText("/a.txt"), TIME);
  expect([second, third]).toEqual([`/a ${WHEN}, 2).txt`, `/a ${WHEN}, 3).txt`]);
});

test("a long name is cut to what a file system takes, but not within a character", () => {
  const name = firstName(`/${"ü".repeat(125)}.txt`).slice(1);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(name).toMatch(/^ü+ \(restored [-0-9 ]+\)\.txt$/);
});

test("there is an end to the names", () => {
  expect([...freeNames(rawPathFromText("/a"), TIME)].length).toBe(1000);
});
