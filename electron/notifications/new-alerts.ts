import type { Alert } from "../../shared/model/alert.ts";

const SEVERITY_ORDER: Readonly<Record<Alert["severity"], number>> = {
  notice: 0,
  warning: 1,
  failing: 2,
  failed: 3,
};

/**
 * Remembers which alerts a person has been told of. The same one is told of again only when it came back after it was over, or
 * got worse; not each time that it happens.
 *
 * @param sinceMs alerts of before are taken as told: they were, by the application that ran then
 */
export function createAlertMemory(
  sinceMs: number,
): (open: readonly Alert[], nowMs: number) => readonly Alert[] {
  let told = new Map<string, Pick<Alert, "severity" | "firstMs">>();
  return (open, nowMs) => {
    const lasting = open.filter(({ resolvedMs }) => resolvedMs === null);
    const news = lasting.filter((alert) => {
      if (alert.acknowledgedMs !== null || (alert.snoozedUntilMs ?? 0) > nowMs) return false;
      const before = told.get(alert.id);
      if (before === undefined) return alert.lastMs >= sinceMs;
      return (
        alert.firstMs > before.firstMs || SEVERITY_ORDER[alert.severity] > SEVERITY_ORDER[before.severity]
      );
    });
    told = new Map(lasting.map((alert) => [alert.id, alert]));
    return news;
  };
}
