import { expect, test } from "vitest";
import { dayKey, daysWithSnapshots } from "./snapshot-days.ts";

test("a day stands for its last snapshot, by the local calendar", () => {
  const at = (day: number, hour: number) => ({ timeMs: new Date(2026, 0, day, hour).getTime() });
  const days = daysWithSnapshots([at(3, 0), at(3, 23), at(5, 12)]);
  expect([...days]).toEqual([
    ["2026-01-03", 1],
    ["2026-01-05", 2],
  ]);
  expect(dayKey(new Date(2026, 11, 31, 23, 59).getTime())).toBe("2026-12-31");
});
