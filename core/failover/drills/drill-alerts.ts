import type { AlertSubject } from "../../../shared/model/alert.ts";
import type { Drill, DrillStanding } from "../../../shared/model/drill.ts";
import { type AlertService, thingOf } from "../../alerts/alert-service.ts";

type Alerts = Pick<AlertService, "raise" | "keepRaised" | "resolve">;
const MAX_PATHS = 5;

/** Tells people of a drill that failed; one of the same kind that passed puts an end to it. */
export function tellOfDrill(alerts: Alerts, drill: Drill): void {
  const { id: drillId, kind, repositoryId, repositoryName: about, state, problems } = drill;
  const replicas = (drill.restore ?? drill.failover?.restore)?.replicas ?? [];
  const failed = replicas.filter(({ outcome }) => outcome === "failed");
  const faults = failed.flatMap((replica) => replica.faults);
  const subject: AlertSubject = {
    ...{ code: "DRILL_FAILED", repositoryId, about, drillId, kind },
    replicaNames: failed.map(({ name }) => name),
    faults: faults.length + failed.reduce((sum, { furtherFaults }) => sum + furtherFaults, 0),
    firstPaths: [...new Set(faults.map(({ path }) => path))].slice(0, MAX_PATHS),
    problem:
      problems.find(({ code }) => code === "database-failed") ??
      problems.find(({ code }) => code !== "sample-left-out") ??
      null,
  };
  if (state === "passed") {
    alerts.resolve(thingOf(subject));
    const late = { code: "DRILL_OVERDUE", repositoryId, about, passedMs: null, days: 0 } as const;
    if (kind === "restore") alerts.resolve(thingOf(late));
  }
  if (state === "failed") alerts.raise(subject, "failing");
}

/** Tells people that nothing was rehearsed for long; to be called now and then. */
export function tellOfLateness(
  alerts: Alerts,
  { repositoryId, name: about, settings, restorePassedMs }: DrillStanding,
  sinceMs: number,
  nowMs: number,
): void {
  const { warnAfterDays: days } = settings;
  const subject: AlertSubject = {
    ...{ code: "DRILL_OVERDUE", repositoryId, about, passedMs: restorePassedMs, days },
  };
  const isLate = days > 0 && nowMs - Math.max(restorePassedMs ?? sinceMs, sinceMs) > days * DAY_MS;
  if (isLate) alerts.keepRaised(subject, "warning");
  else alerts.resolve(thingOf(subject));
}

const DAY_MS = 24 * 3_600_000;
