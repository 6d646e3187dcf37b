/** Runs of plans: started, followed by their jobs, and ended. */
import { randomUUID } from "node:crypto";
import { BackstayError } from "../../shared/errors.ts";
import type { PlanId, RepositoryId, RunId, SourceId } from "../../shared/ids.ts";
import type { Run, RunTrigger } from "../../shared/model/plan.ts";
import type { Source } from "../../shared/model/source.ts";
import type { SourceMount } from "../backup/source-mount.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { RunFilter, RunRecord, RunStore } from "../catalog/run-store.ts";
import type { Clock } from "../clock.ts";
import type { ChangeGuard } from "../guard/change-guard.ts";
import { type JobRecord, wasFenced } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { backupRequest } from "./backup-request.ts";
import { sumRun } from "./sum-run.ts";

export type RunServiceParts = {
  readonly runs: RunStore;
  readonly jobs: JobStore;
  readonly queue: () => Pick<JobQueue, "enqueueAll" | "cancel">;
  readonly clock: Clock;
  readonly hostname: string;
  readonly requirePlan: (id: PlanId) => PlanRecord;
  readonly requireSource: (id: SourceId) => Source;
  readonly guardFor: (repositoryId: RepositoryId, sourceId: SourceId) => ChangeGuard;
  readonly mountsOf: (id: SourceId) => readonly SourceMount[];
  readonly place: (plan: PlanRecord) => RepositoryPlace;
  readonly onChange: () => void;
  /** Told once of each run that came to its end. */
  readonly onEnded: (run: RunRecord) => void;
};

export type RunService = {
  /**
   * Queues a backup of each source of a plan, one after another.
   *
   * @param sourceIds only these of its sources
   * @returns the run, or the one of this plan that is under way already
   * @throws {BackstayError} PLAN_NOT_FOUND, REPOSITORY_NOT_FOUND, SOURCE_NOT_FOUND
   */
  start(planId: PlanId, trigger: RunTrigger, dueMs: number, sourceIds?: readonly SourceId[]): RunRecord;
  /** Writes down a run that was due while nobody was there. */
  noteMissed(planId: PlanId, dueMs: number): void;
  /** Resolves when its work has stopped. @throws {BackstayError} RUN_NOT_FOUND */
  cancel(id: RunId): Promise<void>;
  /** The same for the run of a plan that is under way, if there is one. */
  cancelOfPlan(planId: PlanId): Promise<void>;
  /** The newest first. */
  page(filter: RunFilter, limit: number): readonly Run[];
  view(run: RunRecord): Run;
  unfinished(): readonly RunRecord[];
  isRunning(planId: PlanId): boolean;
  /** To be told of every change of a job. */
  noteJob(job: JobRecord): void;
  /** Brings runs up to date that an earlier host left unfinished. */
  settle(onJob: (job: JobRecord) => void): void;
};

const NOTHING_YET = {
  ...{ startedMs: null, endedMs: null, filesNew: 0, filesChanged: 0, filesUnmodified: 0 },
  ...{ filesGone: null, bytesProcessed: 0, bytesAdded: 0, problemCount: 0, error: null },
} as const;

export function createRunService(parts: RunServiceParts): RunService {
  const { runs, jobs, clock } = parts;

  const view = (run: RunRecord): Run => ({ ...run, jobIds: [...jobs.idsOfRun(run.id)] });

  const follow = (id: RunId) => {
    const before = runs.get(id);
    if (before === undefined) return;
    const sum = sumRun(jobs.ofRun(id));
    runs.update(id, sum);
    parts.onChange();
    if (isUnfinished(before) && !isUnfinished(sum)) parts.onEnded({ ...before, ...sum });
  };

  const cancel = async (id: RunId): Promise<void> => {
    if (runs.get(id) === undefined) throw new BackstayError("RUN_NOT_FOUND", {});
    const open = jobs
      .ofRun(id)
      .filter((job) => job.state === "queued" || job.state === "running" || wasFenced(job));
    // those that wait first, or each would begin when the one before it is cancelled
    const waitingFirst = open.toSorted((a, b) => (a.state < b.state ? -1 : a.state > b.state ? 1 : 0));
    await Promise.all(waitingFirst.map((job) => parts.queue().cancel(job.id, "person")));
  };

  return {
    start(planId, trigger, dueMs, sourceIds) {
      const running = runs.unfinished().find((run) => run.planId === planId);
      if (running !== undefined) return running;
      const plan = parts.requirePlan(planId);
      const id = randomUUID() as string as RunId;
      const surroundings = {
        place: parts.place(plan),
        hostname: parts.hostname,
        skipIfUnchanged: trigger === "change",
        isUrgent: trigger === "failing-disk",
      };
      const sources = (sourceIds ?? plan.sourceIds).map(parts.requireSource);
      const run: RunRecord = { id, planId, trigger, state: "queued", dueMs, ...NOTHING_YET };
      parts.queue().enqueueAll(
        sources.map((source) =>
          backupRequest(plan, source, id, {
            ...surroundings,
            mounts: parts.mountsOf(source.id),
            guard: parts.guardFor(plan.repositoryId, source.id),
          }),
        ),
        () => runs.insert(run),
      );
      parts.onChange();
      return runs.get(id) ?? run;
    },
    noteMissed(planId, dueMs) {
      const id = randomUUID() as string as RunId;
      runs.insert({ id, planId, trigger: "schedule", state: "missed", dueMs, ...NOTHING_YET });
      parts.onChange();
    },
    cancel,
    async cancelOfPlan(planId) {
      const running = runs.unfinished().filter((run) => run.planId === planId);
      await Promise.all(running.map((run) => cancel(run.id)));
    },
    page: (filter, limit) => runs.page(filter, limit).map(view),
    view,
    unfinished: () => runs.unfinished(),
    isRunning: (planId) => runs.unfinished().some((run) => run.planId === planId),
    noteJob(job) {
      if (job.origin.runId !== undefined) follow(job.origin.runId);
    },
    settle(onJob) {
      for (const run of runs.unfinished()) {
        for (const job of jobs.ofRun(run.id)) onJob(job);
        follow(run.id);
        const now = runs.get(run.id);
        if (now !== undefined && now.endedMs === null && !isUnfinished(now))
          runs.update(run.id, { ...now, endedMs: clock.nowMs() });
      }
    },
  };
}

function isUnfinished({ state }: Pick<RunRecord, "state">): boolean {
  return state === "queued" || state === "running";
}
