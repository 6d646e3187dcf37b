import { expect, test } from "vitest";
import { parseSize } from "./size-limit.ts";

test.each([
  ["0", 0],
  ["2048", 2048],
  ["7b", 7],
  ["1k", 1024],
  ["10K", 10_240],
  ["20m", 20 * 1024 ** 2],
  ["30G", 30 * 1024 ** 3],
  ["2T", 2 * 1024 ** 4],
])("%s is %d bytes", (text, expected) => {
  expect(parseSize(text)).toBe(expected);
});

test.each(["", "M", "1.5M", "-1", "1KB", "1 M", "0x10", "9999999T"])("refuses %j", (text) => {
  expect(() => parseSize(text)).toThrow("VALUE_INVALID");
});
