import type { JobService } from "../activity/job-service.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { Grounds } from "../health/under-path/create-grounds.ts";
import type { Notices } from "../host/notices.ts";
import { createOverviewHealth } from "../overview/overview-health.ts";
import { createOverviewService, type OverviewService } from "../overview/overview-service.ts";
import type { PlanService } from "../plans/plan-service.ts";
import type { RunService } from "../plans/run-service.ts";
import type { SourceService } from "../plans/source-service.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import { pastBackups } from "../survival/past-backups.ts";
import { createSurvivalService, type SurvivalService } from "../survival/survival-service.ts";

export type OverviewWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly sources: SourceService;
  readonly plans: PlanService;
  readonly repositories: RepositoryService;
  readonly runs: RunService;
  readonly jobs: JobService;
  readonly alerts: AlertService;
  readonly grounds: Grounds;
  readonly notices: Pick<Notices, "hosts">;
};

/** What is protected, and what would be left if something were lost: the second is judged by what the first says. */
export function wireOverview(parts: OverviewWiring): {
  readonly overview: OverviewService;
  readonly survival: SurvivalService;
} {
  const { stores, clock, repositories, runs, jobs, alerts } = parts;
  const overview = createOverviewService({
    ...{ clock, alerts, snapshots: stores.snapshots, runs: stores.runs, jobs: stores.jobs },
    ...{ sources: parts.sources.list, plans: parts.plans.list, repositories: repositories.list },
    errorOf: repositories.errorOf,
    isCaughtUp: stores.replicaSets.isCaughtUp,
    viewRun: runs.view,
    unfinishedJobs: jobs.unfinished,
    health: createOverviewHealth({ stores, alerts, repositories: repositories.list }),
  });
  const survival = createSurvivalService({
    ...{ clock, grounds: parts.grounds, hosts: stores.watchedHosts.list },
    ...{ statuses: overview.statuses, repositories: repositories.list },
    ...{ isPasswordKept: repositories.hasPassword, standings: stores.standings },
    pastBackups: () => pastBackups(stores.jobs),
    onChange: parts.notices.hosts,
  });
  return { overview, survival };
}
