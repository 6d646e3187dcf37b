import type { JobService } from "../activity/job-service.ts";
import { nsOf } from "../catalog/columns.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is about jobs. */
export function jobHandlers(jobs: JobService): HandlersOf<"jobs"> {
  return {
    "jobs.list": async ({ kinds, states, beforeMs, limit }) =>
      jobs.list({ kinds, states, createdBeforeNs: beforeMs === null ? null : nsOf(beforeMs) }, limit),
    "jobs.get": async ({ jobId }) => jobs.get(jobId),
    "jobs.log": async ({ jobId, afterNumber, limit }) => jobs.logOf(jobId, afterNumber, limit),
    "jobs.cancel": async ({ jobId }) => {
      await jobs.cancel(jobId);
      return {};
    },
    "jobs.setPaused": async ({ jobId, isPaused }) => {
      jobs.setPaused(jobId, isPaused);
      return {};
    },
    "jobs.restart": async ({ jobId }) => ({ jobId: jobs.restart(jobId) }),
  };
}
