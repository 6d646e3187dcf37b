import type { Schedule } from "../../shared/model/schedule.ts";

export type ScheduleKind = Schedule["kind"];

const WORKDAYS = [1, 2, 3, 4, 5];
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

/** What a kind of schedule begins with: what most offices want of it. */
export function emptySchedule(kind: ScheduleKind): Schedule {
  switch (kind) {
    case "hourly":
      return { kind, everyHours: 1, minute: 0, fromHour: 7, toHour: 19, weekdays: WORKDAYS };
    case "daily":
      return { kind, at: "01:30", weekdays: ALL_DAYS };
    case "monthly":
      return { kind, day: "last", at: "20:00" };
    case "continuous":
      return { kind, dailyAt: "03:00" };
    case "cron":
      return { kind, expression: "30 1 * * *" };
    case "manual":
      return { kind };
  }
}
