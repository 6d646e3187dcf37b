import type { SourceStatus } from "../../shared/model/overview.ts";
import { type AlertService, thingOf } from "./alert-service.ts";

/** Raises an alert for each source whose newest good backup is too old, and resolves it when there is a newer one. */
export function watchOverdue(alerts: AlertService, statuses: readonly SourceStatus[], nowMs: number): void {
  for (const { source, newestGoodMs, deadlineMs } of statuses) {
    const subject = {
      code: "SOURCE_OVERDUE",
      sourceId: source.id,
      about: source.name,
      newestMs: newestGoodMs,
      deadlineMs: deadlineMs ?? nowMs,
    } as const;
    const isLate = deadlineMs !== null && deadlineMs < nowMs;
    if (!isLate) alerts.resolve(thingOf(subject));
    else {
      const agreedMs = deadlineMs - (newestGoodMs ?? deadlineMs);
      const isVeryLate = agreedMs > 0 && nowMs - deadlineMs > agreedMs;
      alerts.keepRaised(subject, isVeryLate ? "failed" : "failing");
    }
  }
}
