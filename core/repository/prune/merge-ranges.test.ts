import { expect, test } from "vitest";
import type { BlobId } from "../../../shared/ids.ts";
import type { PackEntry } from "../types.ts";
import { mergeRanges } from "./merge-ranges.ts";

const entry = (offset: number, length: number): PackEntry => ({
  id: "0".repeat(64) as BlobId,
  type: "data",
  offset,
  length,
  uncompressedLength: 0,
});

const ranges = (entries: readonly PackEntry[], maxGapBytes: number, maxRangeBytes: number) =>
  mergeRanges(entries, { maxGapBytes, maxRangeBytes }).map(({ offset, length, entries: inside }) => [
    offset,
    length,
    inside.length,
  ]);

test("joins neighbours, and reads over small gaps", () => {
  const entries = [entry(0, 10), entry(10, 10), entry(25, 10), entry(100, 10)];
  expect(ranges(entries, 0, 1000)).toEqual([
    [0, 20, 2],
    [25, 10, 1],
    [100, 10, 1],
  ]);
  expect(ranges(entries, 5, 1000)).toEqual([
    [0, 35, 3],
    [100, 10, 1],
  ]);
});

test("no range is longer than allowed, but for a single entry", () => {
  expect(ranges([entry(0, 50), entry(50, 5), entry(55, 5)], 0, 10)).toEqual([
    [0, 50, 1],
    [50, 10, 2],
  ]);
});
