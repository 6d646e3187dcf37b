import type { Alert } from "./alert.ts";

/** Where an alert stands for the person: `needs` asks for somebody, the others do not. */
export type AlertStanding = "needs" | "snoozed" | "acknowledged" | "ended";

export function alertStanding(alert: Alert, nowMs: number): AlertStanding {
  if (alert.resolvedMs !== null) return "ended";
  if (alert.acknowledgedMs !== null) return "acknowledged";
  return (alert.snoozedUntilMs ?? nowMs) > nowMs ? "snoozed" : "needs";
}
