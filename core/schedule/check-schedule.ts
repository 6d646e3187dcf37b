import { BackstayError } from "../../shared/errors.ts";
import type { Schedule } from "../../shared/model/schedule.ts";
import { longestGapMinutes } from "./longest-gap.ts";

/**
 * To be asked before a schedule is saved.
 *
 * @throws {BackstayError} SCHEDULE_INVALID for a cron expression that cannot be read, or has no time, like 31 February
 */
export function checkSchedule(schedule: Schedule): void {
  if (schedule.kind !== "cron" || longestGapMinutes(schedule) !== undefined) return;
  throw new BackstayError("SCHEDULE_INVALID", { expression: schedule.expression, reason: "never" });
}
