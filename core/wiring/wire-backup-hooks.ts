import type { JobId, PlanId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { Plan } from "../../shared/model/plan.ts";
import type { PlanHookTrial } from "../../shared/model/plan-hooks.ts";
import { type AlertService, thingOf } from "../alerts/alert-service.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { JobLogEntry, JobRecord } from "../jobs/job.ts";
import type { AroundJob } from "../jobs/job-queue.ts";
import type { BackupHooks } from "../plans/hooks/backup-hooks.ts";
import type { HookedBackup } from "../plans/hooks/hook-variables.ts";
import { createOwedHooksStore } from "../plans/hooks/owed-hooks.ts";
import type { Mistakes } from "./mistakes.ts";

export type BackupHookWiring = {
  readonly stores: Pick<Stores, "plans" | "sources" | "repositories" | "runs" | "jobs" | "settings">;
  readonly clock: Clock;
  readonly alerts: Pick<AlertService, "raise" | "resolve" | "resolveAll">;
  readonly mistakes: Mistakes;
  readonly log: (jobId: JobId, entry: JobLogEntry) => void;
  /** Hooks of a job that is over were run. */
  readonly onRunBehind: (jobId: JobId) => void;
};

export type WiredBackupHooks = {
  readonly around: AroundJob;
  mayBegin(job: JobRecord): boolean;
  /** To be awaited before the first job begins. */
  settle(): Promise<void>;
  tryOut(planId: PlanId, name: string): Promise<PlanHookTrial>;
  /** People need not be told any more of what the plan runs no longer, or is to tell nobody of. */
  settleAlerts(plan: Plan): void;
  close(): Promise<void>;
};

/** Hooks around backups, with what came of them among the alerts. Where no plan has any, nothing is loaded. */
export function wireBackupHooks(parts: BackupHookWiring): WiredBackupHooks {
  const { stores, clock, alerts, mistakes } = parts;
  const owed = createOwedHooksStore(stores.settings);
  let loading: Promise<BackupHooks> | undefined;
  let loaded: BackupHooks | undefined;

  const load = (): Promise<BackupHooks> => {
    loading ??= import("../plans/hooks/backup-hooks.ts").then(({ createBackupHooks }) => {
      loaded = createBackupHooks({
        ...{ owed, clock, log: parts.log, describe, describeTrial },
        hooksOf,
        jobOf: stores.jobs.get,
        onFailed: ({ backup, hook, problem, answer }) =>
          alerts.raise(
            {
              ...({ code: "PLAN_HOOK_FAILED", about: backup.planName, hookName: hook.name } as const),
              ...{ planId: backup.planId, repositoryId: backup.repositoryId, jobId: backup.jobId },
              ...{ when: hook.when, problem, answer },
            },
            "warning",
          ),
        onWell: ({ planId }, { name }) => resolve(planId, name),
        onRunBehind: (_, jobId) => parts.onRunBehind(jobId),
        onError: (error) => mistakes.noteUnlessStopped(error, "hooks of backups"),
      });
      return loaded;
    });
    return loading;
  };

  const hooksOf = (id: PlanId) => stores.plans.get(id)?.hooks ?? [];
  const namesOf = (planId: PlanId, sourceId: SourceId, repositoryId: RepositoryId) => ({
    ...{ planId, planName: stores.plans.get(planId)?.name ?? "" },
    ...{ sourceId, sourceName: stores.sources.get(sourceId)?.name ?? "" },
    ...{ repositoryId, repositoryName: stores.repositories.get(repositoryId)?.name ?? "" },
  });
  function describe({ id: jobId, attempt, origin }: JobRecord): HookedBackup | undefined {
    const { planId, sourceId, repositoryId, runId } = origin;
    // what else is done for a plan is about no source of it
    if (!planId || !sourceId || !repositoryId || !runId) return undefined;
    const trigger = stores.runs.get(runId)?.trigger ?? "";
    return { ...namesOf(planId, sourceId, repositoryId), runId, trigger, jobId, attempt };
  }
  function describeTrial(planId: PlanId): HookedBackup {
    const plan = stores.plans.get(planId);
    const names = namesOf(
      planId,
      plan?.sourceIds[0] ?? ("" as SourceId),
      plan?.repositoryId ?? ("" as RepositoryId),
    );
    return { ...names, ...{ runId: "", trigger: "person", jobId: "" as JobId, attempt: 1 } };
  }
  const resolve = (planId: PlanId, hookName: string) =>
    alerts.resolve(
      thingOf({
        ...{ code: "PLAN_HOOK_FAILED", planId, hookName, repositoryId: "" as RepositoryId },
        ...{ jobId: "" as JobId, about: "", when: "after", problem: "stopped", answer: "" },
      }),
    );

  return {
    async around(job, work, control) {
      const { planId } = job.origin;
      if (planId === undefined || !hooksOf(planId).some(({ isEnabled }) => isEnabled)) return await work();
      return await (await load()).around(job, work, control);
    },
    mayBegin: ({ origin: { planId } }) => planId === undefined || loaded?.isBusy(planId) !== true,
    async settle() {
      if (owed.list().length > 0) (await load()).settle();
    },
    tryOut: async (planId, name) => await (await load()).tryOut(planId, name),
    settleAlerts({ id, hooks = [] }) {
      const told = new Set(
        hooks.flatMap(({ name, isEnabled, onFailure }) =>
          isEnabled && onFailure !== "ignore" ? [name] : [],
        ),
      );
      alerts.resolveAll(
        (subject) =>
          subject.code === "PLAN_HOOK_FAILED" && subject.planId === id && !told.has(subject.hookName),
      );
    },
    close: async () => await loaded?.close(),
  };
}
