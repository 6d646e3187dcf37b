import type { JobService } from "../activity/job-service.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { nsOf } from "../catalog/columns.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is about jobs and alerts. */
export function jobHandlers(jobs: JobService, alerts: AlertService): HandlersOf<"jobs" | "alerts"> {
  return {
    "jobs.list": async ({ kinds, states, beforeMs, limit }) =>
      jobs.list({ kinds, states, createdBeforeNs: beforeMs === null ? null : nsOf(beforeMs) }, limit),
    "jobs.get": async ({ jobId }) => jobs.get(jobId),
    "jobs.log": async ({ jobId, afterNumber, limit }) => jobs.logOf(jobId, afterNumber, limit),
    "jobs.cancel": async ({ jobId }) => {
      await jobs.cancel(jobId);
      return {};
    },
    "jobs.restart": async ({ jobId }) => ({ jobId: jobs.restart(jobId) }),
    "alerts.list": async ({ which, limit }) => ({
      alerts: alerts.list(which, limit),
      open: alerts.countOpen(),
    }),
    "alerts.acknowledge": async ({ alertId }) => alerts.acknowledge(alertId),
    "alerts.snooze": async ({ alertId, untilMs }) => alerts.snooze(alertId, untilMs),
  };
}
