import { expect, test } from "vitest";
import { sinceMs } from "./search-since.ts";

test("days are those of the calendar", () => {
  const now = new Date("2026-03-02T15:30:00").getTime();
  expect(sinceMs(null, now)).toBeNull();
  expect(sinceMs("today", now)).toBe(new Date("2026-03-02T00:00:00").getTime());
  expect(sinceMs("week", now)).toBe(new Date("2026-02-23T00:00:00").getTime());
  expect(sinceMs("year", now)).toBe(new Date("2025-03-02T00:00:00").getTime());
});
