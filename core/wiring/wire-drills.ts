import type { AlertService } from "../alerts/alert-service.ts";
import { drillHandlers } from "../api/drill-handlers.ts";
import type { HandlersOf } from "../api/handlers.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import { createDrillService, type DrillService } from "../failover/drills/drill-service.ts";
import type { Acting } from "../health/acting/create-acting.ts";
import type { Notices } from "../host/notices.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { PlanService } from "../plans/plan-service.ts";
import type { RunService } from "../plans/run-service.ts";
import type { SourceService } from "../plans/source-service.ts";
import type { FailoverService } from "../replicas/failover-service.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { Scheduling } from "../schedule/start-scheduling.ts";
import type { SettingsService } from "../settings/settings-service.ts";
import type { Mistakes } from "./mistakes.ts";

export type DrillWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly hostname: string;
  /** The data folder. */
  readonly folder: string;
  readonly settings: Pick<SettingsService, "get">;
  readonly repositories: Pick<RepositoryService, "list" | "require" | "hasPassword">;
  readonly sources: SourceService;
  readonly plans: PlanService;
  readonly runs: Pick<RunService, "start">;
  readonly queue: () => JobQueue;
  readonly failover: FailoverService;
  readonly alerts: AlertService;
  readonly scheduling: () => Pick<Scheduling, "next">;
  readonly acting: Pick<Acting, "causesToSpare">;
  readonly isPausedOnBattery: () => boolean;
  readonly notices: Pick<Notices, "drills">;
  readonly mistakes: Mistakes;
};

export type WiredDrills = DrillService & { readonly handlers: HandlersOf<"drills"> };

/** A drill that has just begun must not slow down what is about to. */
const ABOUT_TO_MS = 15 * 60_000;

/** Rehearsed failures, over plans, jobs and failover. */
export function wireDrills(parts: DrillWiring): WiredDrills {
  const { stores, clock, plans, sources, mistakes, notices } = parts;
  const onMistake = (error: unknown) => mistakes.noteUnlessStopped(error, "drills");
  const plansOf: Plans = (id) => plans.list().filter(({ repositoryId }) => repositoryId === id);

  const isAboutToRun = () =>
    plans.list().some(({ id, isPaused }) => {
      const nextMs = isPaused ? undefined : parts.scheduling().next(id)?.atMs;
      return nextMs !== undefined && nextMs - clock.nowMs() < ABOUT_TO_MS;
    });

  const drills = createDrillService({
    ...{ store: stores.drills, history: stores.failover, sets: stores.replicaSets, clock, onMistake },
    ...{ alerts: parts.alerts, queue: parts.queue, failover: parts.failover },
    ...{ folder: parts.folder, hostname: parts.hostname },
    requireRepository: parts.repositories.require,
    repositories: parts.repositories.list,
    sourcesOf: (id) => [...new Set(plansOf(id).flatMap(({ sourceIds }) => sourceIds))].map(sources.require),
    planOf: (id) => lightest(plansOf(id), stores)?.id,
    startRun: parts.runs.start,
    runOf: stores.runs.get,
    jobOf: stores.jobs.get,
    mayBegin: (id) =>
      stores.jobs.inState("running").length === 0 &&
      stores.jobs.inState("queued").length === 0 &&
      parts.acting.causesToSpare(id).length === 0 &&
      !parts.isPausedOnBattery() &&
      stores.snapshots.newest().some(({ repositoryId }) => repositoryId === id) &&
      !isAboutToRun(),
    onChange: notices.drills,
  });
  const guarded =
    <A extends readonly unknown[]>(work: (...args: A) => void) =>
    (...args: A) => {
      try {
        work(...args);
      } catch (error) {
        onMistake(error); // it must not keep others from what they do beside
      }
    };

  return {
    ...drills,
    noteJob: guarded(drills.noteJob),
    noteFailover: guarded(drills.noteFailover),
    handlers: drillHandlers({
      ...{ drills, store: stores.drills, sources, clock },
      officeName: () => parts.settings.get().officeName,
      onVital: () => {
        for (const { id } of parts.repositories.list()) notices.drills(id);
      },
    }),
  };
}

type Plans = (id: string) => ReturnType<PlanService["list"]>;

/** The plan whose sources are the smallest: what is to be proved is proved by it, too. */
function lightest(plans: ReturnType<PlanService["list"]>, { snapshots }: Pick<Stores, "snapshots">) {
  const sizes = new Map(snapshots.newest().map(({ sourceId, sizeBytes }) => [sourceId, sizeBytes]));
  const sizeOf = ({ sourceIds }: (typeof plans)[number]) =>
    sourceIds.reduce((sum, id) => sum + (sizes.get(id) ?? Number.MAX_SAFE_INTEGER / 1000), 0);
  return plans.filter(({ isPaused }) => !isPaused).toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
}
