import type { Alert } from "../../../shared/model/alert.ts";
import { type AlertStanding, alertStanding } from "../../../shared/model/alert-standing.ts";
import type { SpokenVerdict } from "../../components/verdict.tsx";

export type AlertTab = "inbox" | "snoozed" | "history";
export const ALERT_TABS = ["inbox", "snoozed", "history"] as const satisfies readonly AlertTab[];

export type AlertGroup = { readonly standing: AlertStanding; readonly alerts: readonly Alert[] };

/** How long the inbox still shows what ended by itself; the history keeps it. */
const SHOW_ENDED_MS = 14 * 86_400_000;
const WORST_FIRST = [
  "failed",
  "failing",
  "warning",
  "notice",
] as const satisfies readonly Alert["severity"][];

/** @returns groups that have something in them, in the order they are shown; within, the newest first */
export function groupAlerts(alerts: readonly Alert[], tab: AlertTab, nowMs: number): AlertGroup[] {
  const newestFirst = [...alerts].sort((a, b) => shownMs(b) - shownMs(a));
  const standing = (wanted: AlertStanding) => ({
    standing: wanted,
    alerts: newestFirst.filter((alert) => alertStanding(alert, nowMs) === wanted),
  });
  const ended = standing("ended");
  const groups: Readonly<Record<AlertTab, readonly AlertGroup[]>> = {
    inbox: [
      standing("needs"),
      standing("acknowledged"),
      { ...ended, alerts: ended.alerts.filter((alert) => nowMs - shownMs(alert) < SHOW_ENDED_MS) },
    ],
    snoozed: [standing("snoozed")],
    history: [ended],
  };
  return groups[tab].filter((group) => group.alerts.length > 0);
}

/** @returns those that need somebody, the worst first; of the same severity what is known before what is not, and the newest first */
export function worstFirst(alerts: readonly Alert[], nowMs: number): Alert[] {
  return alerts
    .filter((alert) => alertStanding(alert, nowMs) === "needs")
    .sort(
      (a, b) =>
        WORST_FIRST.indexOf(a.severity) - WORST_FIRST.indexOf(b.severity) ||
        Number(verdictOf(a) === "unknown") - Number(verdictOf(b) === "unknown") ||
        shownMs(b) - shownMs(a),
    );
}

/** The time the list shows and sorts by. */
export function shownMs(alert: Alert): number {
  return alert.resolvedMs ?? alert.lastMs;
}

/** The shape an alert is shown with while it lasts. */
export function verdictOf({ severity, subject }: Alert): SpokenVerdict {
  if (subject.code === "SOURCE_OVERDUE") return "overdue";
  if (subject.code === "REPOSITORY_UNREACHABLE") return "unknown";
  return severity === "notice" ? "info" : severity;
}
