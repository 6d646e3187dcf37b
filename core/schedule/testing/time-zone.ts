import { afterEach } from "vitest";

/** Zones whose clocks do unusual things. */
export const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Shanghai",
  "Australia/Lord_Howe", // moves by half an hour
  "America/Santiago", // moves at midnight
  "Asia/Beirut", // has days that begin at 1:00
  "Pacific/Apia", // left out 30 December 2011
  "Africa/Casablanca",
] as const;

const original = process.env.TZ;

/** Moves this process, which runs nothing but one file of tests, to another time zone until the test is over. */
export function moveTo(zone: string): void {
  process.env.TZ = zone;
  const actual = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (actual !== zone) throw new Error(`the time zone is ${actual} instead of ${zone}`);
}

/** Brings the process home after each test of a file. */
export function returnAfterEachTest(): void {
  afterEach(() => {
    if (original === undefined) delete process.env.TZ;
    else process.env.TZ = original;
  });
}

/**
 * What clocks show in a zone, by the data of `Intl`, whatever zone this process is in.
 *
 * @returns like `2026-03-29 03:00`
 */
export function wallClock(timeMs: number, zone: string): string {
  let formatter = formatters.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
    formatters.set(zone, formatter);
  }
  return formatter.format(timeMs);
}
const formatters = new Map<string, Intl.DateTimeFormat>();
