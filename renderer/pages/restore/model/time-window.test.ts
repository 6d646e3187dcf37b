import { expect, test } from "vitest";
import { divisionsOf, windowEndingAt, windowShowing, windowSpan } from "./time-window.ts";

const day = (month: number, date: number, hour = 0) => new Date(2026, month - 1, date, hour).getTime();
const fortnight = { days: 15, unit: "day" } as const;

test("snapshots of every day are shown by days, those of every month by months", () => {
  expect(windowSpan(6412, day(1, 1), day(11, 19)).unit).toBe("day");
  expect(windowSpan(1, day(11, 19), day(11, 19)).unit).toBe("day");
  expect(windowSpan(8, new Date(2024, 11, 1).getTime(), day(11, 1))).toEqual({ days: 1462, unit: "month" });
  expect(windowSpan(40, day(1, 1), day(11, 1))).toEqual({ days: 184, unit: "month" });
});

test("a window ends with a day and has whole days", () => {
  const window = windowEndingAt(day(11, 19, 14), fortnight);
  expect(window).toEqual({ startMs: day(11, 5), endMs: day(11, 20), unit: "day" });
  const days = divisionsOf(window);
  expect(days).toHaveLength(15);
  expect(days.filter(({ isWeekend }) => isWeekend).map(({ startMs }) => new Date(startMs).getDate())).toEqual(
    [7, 8, 14, 15],
  );
});

test("a window stays while it shows what is wanted, and moves around it otherwise", () => {
  const window = windowEndingAt(day(11, 19, 14), fortnight);
  expect(windowShowing(window, day(11, 5), day(11, 19), fortnight)).toBe(window);
  const moved = windowShowing(window, day(6, 10, 9), day(11, 19), fortnight);
  expect(moved.startMs).toBeLessThan(day(6, 10));
  expect(moved.endMs).toBeGreaterThan(day(6, 11));
  const back = windowShowing(moved, day(11, 19, 14), day(11, 19, 14), fortnight);
  expect(back).toEqual(window);
});

test("months begin with their first", () => {
  const months = divisionsOf({ startMs: day(2, 10), endMs: day(4, 2), unit: "month" });
  expect(months.map(({ startMs }) => startMs)).toEqual([day(2, 1), day(3, 1), day(4, 1)]);
});
