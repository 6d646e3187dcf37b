import type { AlertRules } from "../../../shared/model/alert-rules.ts";
import { minutesOf } from "./quiet-hours.ts";

/**
 * @param lastMs when the last one was made, or the rules were saved
 * @returns whether a time for a digest has come since, by this machine's calendar; several that were missed are one
 */
export function isDigestDue(digest: AlertRules["digest"], lastMs: number, nowMs: number): boolean {
  return digest !== null && lastDigestTime(digest, nowMs) > lastMs;
}

/** The newest time for a digest that is not to come. */
function lastDigestTime({ weekday, at }: NonNullable<AlertRules["digest"]>, nowMs: number): number {
  const now = new Date(nowMs);
  const minutes = minutesOf(at);
  for (let daysAgo = 0; ; daysAgo += 1) {
    const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
    const time = new Date(day.getFullYear(), day.getMonth(), day.getDate(), 0, minutes).getTime();
    if (time <= nowMs && (weekday === null || day.getDay() === weekday)) return time;
  }
}
