import { expect, test } from "vitest";
import { lagLines } from "./lag-lines.ts";

const HOUR = 3_600_000;
const point = (hour: number, behindMs: number | null) => ({ atMs: hour * HOUR, behindMs, snapshots: 0 });

test("a line breaks where an hour is missing, and where nobody knew", () => {
  const lines = lagLines([point(1, 5), point(2, 0), point(4, 7), point(5, null), point(6, 1), point(7, 2)]);
  expect(lines.map((line) => line.map(({ behindMs }) => behindMs))).toEqual([[5, 0], [7], [1, 2]]);
  expect(lagLines([point(1, null)])).toEqual([]);
});
