import { expect, test } from "vitest";
import { parseMaxUnused } from "./prune-flags.ts";
import { parseReadDataSubset } from "./read-data.ts";

test.each([
  ["1/1", { kind: "part", part: 1, of: 1 }],
  ["3/256", { kind: "part", part: 3, of: 256 }],
  ["5%", { kind: "percent", percent: 5 }],
  ["2.5%", { kind: "percent", percent: 2.5 }],
  ["100%", { kind: "percent", percent: 100 }],
  ["500M", { kind: "bytes", bytes: 500 * 1024 ** 2 }],
])("a subset of %s", (text, subset) => {
  expect(parseReadDataSubset(text)).toEqual(subset);
});

test.each(["0/3", "4/3", "1/257", "0%", "101%", "0", "-5%", "much", ""])("no subset is %j", (text) => {
  expect(() => parseReadDataSubset(text)).toThrow("VALUE_INVALID");
});

test.each([
  ["0", { kind: "bytes", bytes: 0 }],
  ["0%", { kind: "percent", percent: 0 }],
  ["12.5%", { kind: "percent", percent: 12.5 }],
  ["2G", { kind: "bytes", bytes: 2 * 1024 ** 3 }],
  ["unlimited", { kind: "unlimited" }],
])("%s may stay unused", (text, limit) => {
  expect(parseMaxUnused(text)).toEqual(limit);
});

test.each(["100%", "-1", "none"])("%s is no limit of unused data", (text) => {
  expect(() => parseMaxUnused(text)).toThrow("VALUE_INVALID");
});
