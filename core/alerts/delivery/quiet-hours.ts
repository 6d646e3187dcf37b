import type { Alert } from "../../../shared/model/alert.ts";
import type { AlertRules } from "../../../shared/model/alert-rules.ts";

/** Whether an alert of this severity has to wait now, by this machine's clock. */
export function isQuiet(
  quiet: AlertRules["quietHours"],
  severity: Alert["severity"],
  nowMs: number,
): boolean {
  if (quiet === null || quiet.except.includes(severity)) return false;
  const now = new Date(nowMs);
  const minute = now.getHours() * 60 + now.getMinutes();
  const [from, to] = [minutesOf(quiet.from), minutesOf(quiet.to)];
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** @param text like `22:30` */
export function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(":").map(Number);
  return hours * 60 + minutes;
}
