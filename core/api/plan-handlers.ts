import type { AlertService } from "../alerts/alert-service.ts";
import type { Clock } from "../clock.ts";
import type { ChangeHold } from "../guard/change-hold.ts";
import type { RotWatch } from "../guard/rot-watch.ts";
import type { PlanService } from "../plans/plan-service.ts";
import { type PlanViewParts, planViews } from "../plans/plan-views.ts";
import { previewRetention } from "../plans/preview-retention.ts";
import type { RetentionService } from "../plans/retention-service.ts";
import type { RunService } from "../plans/run-service.ts";
import type { SourceService } from "../plans/source-service.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import { checkSchedule } from "../schedule/check-schedule.ts";
import { longestGapMinutes } from "../schedule/longest-gap.ts";
import { nextRuns } from "../schedule/next-runs.ts";
import type { WiredBackupHooks } from "../wiring/wire-backup-hooks.ts";
import type { Handlers, HandlersOf } from "./handlers.ts";
import { sourceHandlers } from "./source-handlers.ts";

export type PlanServices = {
  readonly sources: SourceService;
  /** Ends what is tried when the host ends. */
  readonly stopping: AbortSignal;
  readonly plans: PlanService;
  readonly runs: RunService;
  readonly retention: Pick<RetentionService, "withdraw" | "pruneIfDue">;
  readonly changeHold: Pick<ChangeHold, "approve">;
  readonly rotWatch: Pick<RotWatch, "settle">;
  readonly repositories: RepositoryService;
  readonly backupHooks: Pick<WiredBackupHooks, "tryOut" | "settleAlerts">;
  readonly alerts: AlertService;
  readonly clock: Clock;
  readonly viewParts: PlanViewParts;
  readonly listSnapshots: Handlers["snapshots.list"];
  /** Plans or sources were saved or removed: what is due, or watched, may be another. */
  readonly onSchedules: () => void;
};

/** Answers what is about sources, plans and their runs. */
export function planHandlers(services: PlanServices): HandlersOf<"sources" | "plans"> {
  const { sources, plans, runs, retention, alerts, clock, backupHooks } = services;
  return {
    "sources.list": async () => ({ sources: [...sources.list()] }),
    ...sourceHandlers(services),
    "sources.remove": async ({ sourceId }) => {
      await sources.remove(sourceId);
      alerts.resolveAll((subject) => "sourceId" in subject && subject.sourceId === sourceId);
      return {};
    },
    "plans.list": async () => ({ plans: planViews(services.viewParts) }),
    "plans.save": async ({ planId, draft, revision }, { rights }) => {
      const plan = plans.save(planId, draft, revision, rights.has("programs"));
      backupHooks.settleAlerts(plan);
      await retention.withdraw();
      services.onSchedules();
      return plan;
    },
    "plans.tryHook": async ({ planId, name }) => {
      plans.require(planId);
      return await backupHooks.tryOut(planId, name);
    },
    "plans.remove": async ({ planId }) => {
      plans.require(planId);
      await Promise.all([runs.cancelOfPlan(planId), retention.withdraw()]);
      plans.remove(planId);
      alerts.resolveAll((subject) => "planId" in subject && subject.planId === planId);
      services.onSchedules();
      return {};
    },
    "plans.approveChange": async ({ repositoryId, sourceId }) => {
      services.changeHold.approve(repositoryId, sourceId);
      retention.pruneIfDue(repositoryId);
      return {};
    },
    "plans.settleRot": async ({ repositoryId, sourceId, isMeant }) => {
      services.rotWatch.settle(repositoryId, sourceId, isMeant);
      return {};
    },
    "plans.setPaused": async ({ planId, isPaused }) => {
      const plan = plans.setPaused(planId, isPaused);
      services.onSchedules();
      return plan;
    },
    "plans.run": async ({ planId }) => ({ runId: runs.start(planId, "person", clock.nowMs()).id }),
    "plans.runAll": async () => ({
      runIds: plans
        .list()
        .filter(({ id, isPaused }) => !isPaused && services.viewParts.startedBy(id) === undefined)
        .map(({ id }) => runs.start(id, "person", clock.nowMs()).id),
    }),
    "plans.cancelRun": async ({ runId }) => {
      await runs.cancel(runId);
      return {};
    },
    "plans.history": async ({ planId, beforeMs, limit }) => ({
      runs: [...runs.page({ planId, dueBeforeMs: beforeMs }, limit)],
    }),
    "plans.previewSchedule": async ({ schedule, count }) => {
      checkSchedule(schedule);
      return {
        timesMs: nextRuns(schedule, clock.nowMs(), count),
        longestGapMinutes: longestGapMinutes(schedule) ?? null,
      };
    },
    "plans.previewRetention": async ({ repositoryId, sourceIds, retention }, caller) => {
      services.repositories.require(repositoryId);
      for (const sourceId of sourceIds) sources.require(sourceId);
      return await previewRetention(
        sourceIds,
        retention,
        async (seriesId) => (await services.listSnapshots({ repositoryId, seriesId }, caller)).snapshots,
        clock,
      );
    },
  };
}
