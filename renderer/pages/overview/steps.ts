import type { SourceId } from "../../../shared/ids.ts";
import type { Alert } from "../../../shared/model/alert.ts";

/** More are a list, which is what the alerts' page is for. */
export const MOST_STEPS = 3;

export type Steps = { readonly shown: readonly Alert[]; readonly others: number };

/**
 * What a person should do, the gravest first: one step for each open alert that nobody has put aside. A failed backup of a source
 * that is overdue for it is one step, not two: the failure says what to do.
 */
export function stepsOf(alerts: readonly Alert[], nowMs: number): Steps {
  const open = alerts.filter(
    ({ severity, resolvedMs, acknowledgedMs, snoozedUntilMs }) =>
      severity !== "notice" &&
      resolvedMs === null &&
      acknowledgedMs === null &&
      (snoozedUntilMs === null || snoozedUntilMs <= nowMs),
  );
  const failedSources = new Set(open.flatMap((alert) => failedSourceOf(alert) ?? []));
  const steps = open.filter(
    ({ subject }) => subject.code !== "SOURCE_OVERDUE" || !failedSources.has(subject.sourceId),
  );
  const sorted = steps.toSorted(
    (a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) || a.firstMs - b.firstMs,
  );
  return { shown: sorted.slice(0, MOST_STEPS), others: Math.max(0, sorted.length - MOST_STEPS) };
}

const GRAVITY: readonly Alert["severity"][] = ["failed", "failing", "warning", "notice"];

function failedSourceOf({ subject }: Alert): SourceId | undefined {
  return subject.code === "JOB_FAILED" ? (subject.sourceId ?? undefined) : undefined;
}
