/** Until when an alert may be put off with one click. */
export const SNOOZES = ["an-hour", "this-evening", "tomorrow", "next-week"] as const;
export type Snooze = (typeof SNOOZES)[number];

export type SnoozeTime = { readonly snooze: Snooze; readonly untilMs: number };

const MORNING_HOUR = 8;
const EVENING_HOUR = 18;
const MONDAY = 1;

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

/** @returns for `<input type="datetime-local">`, like `2026-11-22T08:00` */
export function toLocalInput(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** @returns undefined when it is no time, or one that is over */
export function fromLocalInput(text: string, nowMs: number): number | undefined {
  const timeMs = new Date(text).getTime();
  return Number.isNaN(timeMs) || timeMs <= nowMs ? undefined : timeMs;
}
