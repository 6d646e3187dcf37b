import { expect, test } from "vitest";
import { parseCalendarDuration } from "./calendar-duration.ts";
import { goBack, type LocalZone, type Period, periodNumber } from "./snapshot-time.ts";
import { sampleSnapshot } from "./testing/sample-snapshot.ts";

/** Summer time (UTC+2) from April to October, else UTC+1: a zone that puts its clock at 1 in the morning, UTC. */
const zone: LocalZone = (epochMs) => {
  const year = new Date(epochMs).getUTCFullYear();
  return epochMs >= Date.UTC(year, 3, 1, 1) && epochMs < Date.UTC(year, 9, 1, 1) ? 120 : 60;
};

function back(time: string, duration: string): string {
  const ns = goBack(sampleSnapshot(time), parseCalendarDuration(duration), zone);
  return ns === undefined ? "beyond" : new Date(Number(ns / 1_000_000n)).toISOString();
}

test.each([
  ["2024-02-10T12:00:00+01:00", "1d", "2024-02-09T11:00:00.000Z"],
  ["2024-07-10T12:00:00+02:00", "6m", "2024-01-10T11:00:00.000Z"], // noon to noon in this computer's zone
  ["2024-07-10T12:00:00+03:00", "6m", "2024-01-10T09:00:00.000Z"], // somewhere else: the offset stays
  ["2024-07-10T12:00:00Z", "6m", "2024-01-10T12:00:00.000Z"],
  ["2024-07-10T12:00:00-04:30", "1y", "2023-07-10T16:30:00.000Z"],
  ["2024-03-31T12:00:00Z", "1m", "2024-03-02T12:00:00.000Z"], // there is no 31st of February
  ["2024-05-01T02:30:00+02:00", "1m", "2024-04-01T01:30:00.000Z"], // 02:30 did not exist that night
  ["2024-07-10T12:00:00Z", "1y2m3d4h", "2023-05-07T08:00:00.000Z"],
  ["1969-12-31T23:00:00.500Z", "1h", "1969-12-31T22:00:00.500Z"],
  ["2024-07-10T12:00:00Z", "999999y", "beyond"],
])("%s less %s is %s", (time, duration, expected) => {
  expect(back(time, duration)).toBe(expected);
});

test("going back keeps nanoseconds, before 1970 too", () => {
  const day = parseCalendarDuration("1d");
  for (const timeNs of [1_700_000_000_123_456_789n, -1n]) {
    const time = { time: "2023-11-14T22:13:20.123456789Z", timeNs };
    expect(goBack(time, day, zone)).toBe(timeNs - 86_400_000_000_000n);
  }
});

test.each<[Period, string, string, boolean]>([
  ["hourly", "2024-01-01T00:00:00Z", "2024-01-01T00:59:59.999Z", true],
  ["hourly", "2024-01-01T00:59:59Z", "2024-01-01T01:00:00Z", false],
  ["hourly", "2024-01-01T12:00:00Z", "2024-01-01T12:00:00+05:00", true], // by the clock on the wall
  ["daily", "2024-01-01T23:30:00+02:00", "2024-01-01T00:30:00+02:00", true],
  ["daily", "2024-01-01T23:30:00Z", "2024-01-02T00:30:00+01:00", false], // the same instant, another day
  ["daily", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", false],
  ["weekly", "2024-12-30T00:00:00Z", "2025-01-05T23:59:59Z", true], // ISO week 1 of 2025
  ["weekly", "2024-12-29T23:59:59Z", "2024-12-30T00:00:00Z", false],
  ["weekly", "2021-01-03T12:00:00Z", "2020-12-28T12:00:00Z", true], // ISO week 53 of 2020
  ["monthly", "2024-02-29T00:00:00Z", "2024-02-01T00:00:00Z", true],
  ["monthly", "2024-02-01T00:00:00Z", "2023-02-01T00:00:00Z", false],
  ["yearly", "2024-12-31T00:00:00Z", "2024-01-01T00:00:00Z", true],
  ["yearly", "2024-12-31T23:30:00-01:00", "2025-01-01T00:30:00Z", false],
])("%s: %s and %s, together: %s", (period, a, b, together) => {
  expect(periodNumber(sampleSnapshot(a), period) === periodNumber(sampleSnapshot(b), period)).toBe(together);
});
