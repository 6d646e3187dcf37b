/** Until when an alert may be put off with one click. */
export const SNOOZES = ["an-hour", "this-evening", "tomorrow", "next-week"] as const;
export type Snooze = (typeof SNOOZES)[number];

export type SnoozeTime = { readonly snooze: Snooze; readonly untilMs: number };

const MORNING_HOUR = 8;
const EVENING_HOUR = 18;
const MONDAY = 1;
/** Who puts something off for longer does not want to see it again, which is what acknowledging is for. */
const DAYS_AHEAD = 62;

/**
 * By this machine's calendar: the evening is at 18:00 and is offered until 17:00, the morning is at 8:00, next week begins on
 * Monday.
 */
export function snoozeTimes(nowMs: number): SnoozeTime[] {
  const now = new Date(nowMs);
  const at = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour).getTime();
  const daysToMonday = (MONDAY - now.getDay() + 7) % 7 || 7;
  const times: SnoozeTime[] = [
    { snooze: "an-hour", untilMs: nowMs + 3_600_000 },
    { snooze: "this-evening", untilMs: at(0, EVENING_HOUR) },
    { snooze: "tomorrow", untilMs: at(1, MORNING_HOUR) },
    { snooze: "next-week", untilMs: at(daysToMonday, MORNING_HOUR) },
  ];
  return times.filter(({ snooze, untilMs }) => {
    if (snooze === "this-evening") return untilMs - nowMs > 3_600_000;
    // on a Sunday, tomorrow is next week
    return snooze !== "next-week" || daysToMonday > 1;
  });
}

/** The first moments of today and of the days after it, by this machine's calendar. */
export function snoozeDays(nowMs: number): number[] {
  const now = new Date(nowMs);
  return Array.from({ length: DAYS_AHEAD }, (_, days) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).getTime(),
  );
}

/** @param time like `08:00`. @returns undefined when it is over */
export function snoozeMoment(dayMs: number, time: string, nowMs: number): number | undefined {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const timeMs = new Date(dayMs).setHours(hour, minute);
  return timeMs <= nowMs ? undefined : timeMs;
}
