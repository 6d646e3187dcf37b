import { expect, test } from "vitest";
import { isWindowOpen, windowOpensMs } from "./run-window.ts";
import { moveTo, returnAfterEachTest, wallClock } from "./testing/time-zone.ts";

returnAfterEachTest();

const at = (time: string) => new Date(`2026-11-18T${time}`).getTime();

test.each([
  ["01:30", "06:00", "01:29:59", false],
  ["01:30", "06:00", "01:30", true],
  ["01:30", "06:00", "05:59:59", true],
  ["01:30", "06:00", "06:00", false],
  ["22:00", "06:00", "23:00", true],
  ["22:00", "06:00", "00:00", true],
  ["22:00", "06:00", "06:00", false],
  ["22:00", "06:00", "21:59", false],
  ["05:00", "05:00", "12:00", true],
])("from %s to %s, at %s: %s", (from, to, time, isOpen) => {
  expect(isWindowOpen({ from, to }, at(time))).toBe(isOpen);
});

test("a window that is open, or none, opens now; another one at its next beginning", () => {
  const window = { from: "22:00", to: "06:00" };
  expect(windowOpensMs(null, at("12:00"))).toBe(at("12:00"));
  expect(windowOpensMs(window, at("05:00"))).toBe(at("05:00"));
  expect(windowOpensMs(window, at("06:00"))).toBe(at("22:00"));
});

test("a window that begins at a time left out opens when the clock goes on", () => {
  moveTo("Europe/Berlin");
  const opensMs = windowOpensMs({ from: "02:30", to: "04:00" }, Date.parse("2026-03-29T00:00:00Z"));
  expect(wallClock(opensMs, "Europe/Berlin")).toBe("2026-03-29 03:00");
  expect(isWindowOpen({ from: "02:30", to: "04:00" }, opensMs)).toBe(true);
});
