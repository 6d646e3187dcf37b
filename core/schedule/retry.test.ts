import { expect, test } from "vitest";
import { retryDelayMs, retryMs } from "./retry.ts";

const MINUTE = 60_000;
const at = (time: string) => new Date(`2026-11-18T${time}`).getTime();

test("delays double from a minute to four hours", () => {
  expect([1, 2, 3, 8, 9, 10, 1000].map((times) => retryDelayMs(times) / MINUTE)).toEqual([
    ...[1, 2, 4, 128, 240, 240, 240],
  ]);
});

test("the next try is inside the window, and at once when the clock was put back", () => {
  const night = { from: "01:30", to: "06:00" };
  const failure = { endedMs: at("05:50"), times: 3 };
  expect(retryMs(failure, night, at("05:51"))).toBe(at("05:54"));
  expect(retryMs({ ...failure, times: 5 }, night, at("05:51"))).toBe(at("01:30") + 24 * 60 * MINUTE);
  expect(retryMs({ ...failure, times: 5 }, null, at("05:51"))).toBe(at("06:06"));
  expect(retryMs(failure, null, at("03:00"))).toBe(at("03:00"));
});
