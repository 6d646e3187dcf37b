import fc from "fast-check";
import { expect, test } from "vitest";
import { createTimeFormatter, formatLocalTime, formatTime } from "./go-time.ts";
import { parseTime } from "./parse-time.ts";

const SECOND = 1_000_000_000n;
const FIRST_NS = -62_167_219_200n * SECOND;
const LAST_NS = 253_402_300_800n * SECOND - 1n;

test.each([
  [0n, 0, "1970-01-01T00:00:00Z"],
  [-1n, 0, "1969-12-31T23:59:59.999999999Z"],
  [1_700_000_000_120_000_000n, 0, "2023-11-14T22:13:20.12Z"],
  [1_700_000_000_000_000_100n, 60, "2023-11-14T23:13:20.0000001+01:00"],
  [1_700_000_000_000_000_000n, -210, "2023-11-14T18:43:20-03:30"],
  [-62_135_596_800n * SECOND, 0, "0001-01-01T00:00:00Z"],
  [FIRST_NS, 0, "0000-01-01T00:00:00Z"],
  [LAST_NS, 0, "9999-12-31T23:59:59.999999999Z"],
])("formats %d ns at %d minutes as %s, and back", (ns, offsetMinutes, text) => {
  expect(formatTime(ns, offsetMinutes)).toBe(text);
  expect(parseTime(text)).toBe(ns);
});

test("years before 0 and after 9999 are moved, and the rest is kept", () => {
  expect(formatTime(FIRST_NS - SECOND)).toBe("0000-12-31T23:59:59Z");
  expect(formatTime(LAST_NS + 1n)).toBe("9999-01-01T00:00:00Z");
  expect(formatTime(LAST_NS, 60)).toBe("9999-01-01T00:59:59.999999999+01:00");
  // 29 February of the year 12000; 9999 has none
  expect(formatTime(BigInt(Date.UTC(12000, 1, 29)) * 1_000_000n)).toBe("9999-03-01T00:00:00Z");
  // 29 February of the year -4; year 0 has one
  expect(formatTime(BigInt(Date.UTC(-4, 1, 29)) * 1_000_000n)).toBe("0000-02-29T00:00:00Z");
  expect(formatLocalTime(10n ** 30n)).toMatch(/^9999-/);
});

test("every time survives formatting and parsing, at any offset", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: FIRST_NS + 86_400n * SECOND, max: LAST_NS - 86_400n * SECOND }),
      fc.integer({ min: -1439, max: 1439 }),
      (ns, offsetMinutes) => {
        expect(parseTime(formatTime(ns, offsetMinutes))).toBe(ns);
      },
    ),
    { numRuns: 1000 },
  );
});

test("agrees with Date, which has milliseconds", () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date("0000-01-01T00:00:00Z"),
        max: new Date("9999-12-31T23:59:59Z"),
        noInvalidDate: true,
      }),
      (date) => {
        const ns = BigInt(date.getTime()) * 1_000_000n;
        expect(new Date(formatTime(ns)).getTime()).toBe(date.getTime());
        expect(parseTime(date.toISOString())).toBe(ns);
      },
    ),
    { numRuns: 1000 },
  );
});

test("local times have the offset of their own moment, however the cache was filled", () => {
  // a zone that changes at 2024-03-31T01:00:00Z
  const change = 1_711_846_800;
  const format = createTimeFormatter((second) => (second < change ? 60 : 120));
  for (let round = 0; round < 2; round++) {
    expect(format(BigInt(change - 1) * SECOND)).toBe("2024-03-31T01:59:59+01:00");
    expect(format(BigInt(change) * SECOND)).toBe("2024-03-31T03:00:00+02:00");
    expect(format(BigInt(change - 900 * 1024) * SECOND)).toBe("2024-03-20T10:00:00+01:00");
  }
});

test("the local zone is the one Date uses", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date("1980-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
      (date) => {
        const text = formatLocalTime(BigInt(date.getTime()) * 1_000_000n);
        const hour = String(date.getHours()).padStart(2, "0");
        expect(text.slice(11, 13)).toBe(hour);
        expect(new Date(text).getTime()).toBe(date.getTime());
      },
    ),
  );
});

test("digits beyond nanoseconds are cut", () => {
  expect(parseTime("1970-01-01T00:00:00.1234567899Z")).toBe(123_456_789n);
});

test.each([
  "",
  "1970-01-01",
  "1970-01-01T00:00:00",
  "1970-01-01 00:00:00Z",
  "1970-1-01T00:00:00Z",
  "1970-13-01T00:00:00Z",
  "1970-00-01T00:00:00Z",
  "1970-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "1970-01-00T00:00:00Z",
  "1970-01-01T24:00:00Z",
  "1970-01-01T00:60:00Z",
  "1970-01-01T00:00:60Z",
  "1970-01-01T00:00:00.Z",
  "1970-01-01T00:00:00,5Z",
  "1970-01-01T00:00:00z",
  "1970-01-01T00:00:00Zx",
  "1970-01-01T00:00:00+0100",
  "1970-01-01T00:00:00+24:00",
  "1970-01-01T00:00:00+01:60",
  "+1970-01-01T00:00:00Z",
])("refuses %j", (text) => {
  expect(parseTime(text)).toBeUndefined();
});
