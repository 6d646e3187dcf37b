import { expect, test } from "vitest";
import { parseMoment } from "./moment.ts";

const local = (...parts: readonly [number, number, number, number?, number?, number?]) => {
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts;
  return BigInt(new Date(year, month - 1, day, hour, minute, second).getTime()) * 1_000_000n;
};

test.each([
  ["2026-01-31", local(2026, 1, 31)],
  ["2026-01-31 18:05", local(2026, 1, 31, 18, 5)],
  ["2026-01-31 18:05:09", local(2026, 1, 31, 18, 5, 9)],
  ["31.01.2026 18:05", local(2026, 1, 31, 18, 5)],
  ["2026-01-31 18:05:09 +0130", BigInt(Date.UTC(2026, 0, 31, 16, 35, 9)) * 1_000_000n],
  ["2026-01-31 18:05:09 UTC", BigInt(Date.UTC(2026, 0, 31, 18, 5, 9)) * 1_000_000n],
  ["2026-01-31T18:05:09.000000001Z", BigInt(Date.UTC(2026, 0, 31, 18, 5, 9)) * 1_000_000n + 1n],
])("%s", (text, ns) => {
  expect(parseMoment(text)).toBe(ns);
});

test.each(["", "yesterday", "2026-02-30", "2026-01-31 25:00", "2026-1-1", "31.01.2026 1:2"])(
  "%j is refused",
  (text) => {
    expect(() => parseMoment(text)).toThrow("VALUE_INVALID");
  },
);
