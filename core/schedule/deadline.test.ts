import { expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { scheduleDeadlineMs } from "./deadline.ts";
import { show } from "./testing/scheduler-world.ts";

const WEEKDAYS = [1, 2, 3, 4, 5];
const deadline = (schedule: Schedule, after: string) => {
  const deadlineMs = scheduleDeadlineMs(schedule, new Date(after).getTime());
  return deadlineMs === undefined ? "none" : show(deadlineMs);
};

test("an hourly plan is late a little after the second hour, on Monday morning as on Friday noon", () => {
  const hourly: Schedule = {
    ...{ kind: "hourly", everyHours: 1, minute: 0, fromHour: 8, toHour: 18 },
    weekdays: WEEKDAYS,
  };
  expect(deadline(hourly, "2026-11-20T11:05:00")).toBe("11-20 13:15");
  expect(deadline(hourly, "2026-11-20T18:05:00")).toBe("11-23 09:15"); // over the weekend
});

test("a nightly plan is late on the morning after the second night that it missed", () => {
  const nightly: Schedule = { kind: "daily", at: "01:30", weekdays: WEEKDAYS };
  expect(deadline(nightly, "2026-11-18T01:40:00")).toBe("11-20 07:30");
  expect(deadline(nightly, "2026-11-20T01:40:00")).toBe("11-24 07:30");
});

test("a rare plan is late on the day after, a busy one not before an hour", () => {
  const monthly: Schedule = { kind: "monthly", day: 1, at: "02:00" };
  expect(deadline(monthly, "2026-11-01T03:00:00")).toBe("12-02 08:00");
  expect(deadline({ kind: "cron", expression: "*/5 * * * *" }, "2026-11-18T10:01:00")).toBe("11-18 11:05");
});

test("a plan that a person starts is never late", () => {
  expect(deadline({ kind: "manual" }, "2026-11-18T10:01:00")).toBe("none");
});
