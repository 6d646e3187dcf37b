import type { JobLog } from "../activity/job-log.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import { type Acting, type ActingParts, createActing } from "../health/acting/create-acting.ts";
import { explainStart } from "../health/acting/explain-act.ts";
import { stopUpkeep } from "../health/acting/stop-upkeep.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
import type { Notices } from "../host/notices.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { PlanService } from "../plans/plan-service.ts";
import type { RetentionService } from "../plans/retention-service.ts";
import type { RunService } from "../plans/run-service.ts";
import type { ReplicationService } from "../replicas/replication-service.ts";
import type { SettingsService } from "../settings/settings-service.ts";
import type { Mistakes } from "./mistakes.ts";

export type ActingWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly grounds: Grounds;
  readonly settings: SettingsService;
  readonly plans: PlanService;
  readonly sourcesOf: ActingParts["sourcesOf"];
  readonly runs: RunService;
  readonly retention: RetentionService;
  readonly jobLog: JobLog;
  readonly queue: () => Pick<JobQueue, "cancel">;
  readonly replication: () => Pick<ReplicationService, "hasten">;
  readonly notices: Notices;
  readonly mistakes: Mistakes;
  /** A host that does nothing by itself does nothing about disks that fail either. */
  readonly isStanding: boolean;
};

/** What is done by itself about disks that fail: plans are started, and upkeep waits. */
export function wireActing(parts: ActingWiring): Acting {
  const { stores, clock, runs, mistakes } = parts;
  const acting = createActing({
    ...{ stores, clock, grounds: parts.grounds, sourcesOf: parts.sourcesOf },
    settings: parts.settings.get,
    plans: parts.plans.list,
    isRunning: runs.isRunning,
    start(planId, causes) {
      const run = runs.start(planId, "failing-disk", clock.nowMs());
      for (const jobId of stores.jobs.idsOfRun(run.id)) parts.jobLog.add(jobId, explainStart(causes));
      return run;
    },
    onPostponed(id, causes) {
      const stopping = { jobs: stores.jobs, queue: parts.queue(), log: parts.jobLog.add };
      mistakes.inBackground(stopUpkeep(id, causes, stopping), "sparing a disk");
    },
    hasten: (id) => parts.replication().hasten(id),
    onResumed: parts.retention.pruneIfDue,
    onAct: parts.notices.acts,
    onError: (error) => mistakes.noteUnlessStopped(error, "acting on health"),
  });
  return parts.isStanding ? acting : { ...acting, update: () => Promise.resolve() };
}
