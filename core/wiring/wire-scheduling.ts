import type { PlanId, RepositoryId } from "../../shared/ids.ts";
import type { LogEntry } from "../api/backstay.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { Notices } from "../host/notices.ts";
import { allExcludes } from "../plans/backup-request.ts";
import { passingFailureOf } from "../plans/passing-failure.ts";
import type { PlanService } from "../plans/plan-service.ts";
import type { RunService } from "../plans/run-service.ts";
import type { SourceService } from "../plans/source-service.ts";
import { activeReplica, type RepositoryService } from "../repositories/repository-service.ts";
import { type Scheduling, startScheduling } from "../schedule/start-scheduling.ts";
import type { PlanTurn } from "../standin/stand-in-views.ts";
import type { Mistakes } from "./mistakes.ts";

export type SchedulingWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly plans: PlanService;
  readonly sources: SourceService;
  readonly repositories: RepositoryService;
  readonly runs: RunService;
  readonly isPausedOnBattery: () => boolean;
  readonly notices: Notices;
  readonly mistakes: Mistakes;
  readonly log: (entry: LogEntry) => void;
  /** The data folder: what changes in there is no reason to back up. */
  readonly folder: string;
  /** Whether a plan starts here, or another Backstay starts it. */
  readonly turnOf: (planId: PlanId) => PlanTurn;
  /** Asks for that anew. */
  readonly lookAtTurns: (id: RepositoryId) => Promise<void>;
  /** False where no plan starts by itself. */
  readonly isStanding: boolean;
};

/** Everything that starts plans by itself, wired to what they read and to where they write. */
export async function wireScheduling(parts: SchedulingWiring): Promise<Scheduling> {
  const { stores, plans, sources, repositories, runs, mistakes } = parts;
  const repositoryOf = (planId: PlanId) => repositories.require(plans.require(planId).repositoryId);
  return await startScheduling({
    // for the scheduler, one that another Backstay starts is as one that is paused
    plans: () =>
      parts.isStanding
        ? plans.list().map((plan) => (parts.turnOf(plan.id) === "rests" ? { ...plan, isPaused: true } : plan))
        : [],
    sourcesOf(planId) {
      const { sourceIds, repositoryId } = plans.require(planId);
      const place = repositories.place(repositoryId);
      return sourceIds
        .map(sources.require)
        .filter((source) => source.kind === "files") // nothing tells that another source has changed
        .map((source) => ({ ...source, excludes: allExcludes(source, place) }));
    },
    store: stores.planTiming,
    clock: parts.clock,
    start: (planId, trigger, dueMs) => void runs.start(planId, trigger, dueMs),
    isRunning: runs.isRunning,
    wasStarted: stores.runs.wasStarted,
    failureOf: (planId) => passingFailureOf(stores.runs, planId),
    onMissed: runs.noteMissed,
    isOnBattery: parts.isPausedOnBattery,
    target: {
      reach(planId) {
        const { reach, checkedMs } = activeReplica(repositoryOf(planId));
        if (parts.turnOf(planId) === "waits") return { isReachable: false, checkedMs: parts.clock.nowMs() };
        return { isReachable: reach !== "unreachable", checkedMs };
      },
      async look(planId) {
        const { id } = repositoryOf(planId);
        if (parts.turnOf(planId) === "waits") await parts.lookAtTurns(id);
        await repositories.refresh(id);
      },
    },
    ignoredFolders: [parts.folder],
    onChange: parts.notices.plans,
    onError: (error) => mistakes.note(error, "schedule"),
    log: parts.log,
  });
}
