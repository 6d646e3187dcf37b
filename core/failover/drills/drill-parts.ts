import type { DrillId, JobId, PlanId, ReplicaId, RepositoryId, RunId } from "../../../shared/ids.ts";
import type { Drill, DrillSettings } from "../../../shared/model/drill.ts";
import type { Run, RunTrigger } from "../../../shared/model/plan.ts";
import type { Source } from "../../../shared/model/source.ts";
import type { AlertService } from "../../alerts/alert-service.ts";
import type { DrillStore } from "../../catalog/drill-store.ts";
import type { FailoverStore } from "../../catalog/failover-store.ts";
import type { ReplicaSetStore } from "../../catalog/replica-set-store.ts";
import type { RepositoryRecord } from "../../catalog/repository-store.ts";
import type { Clock } from "../../clock.ts";
import type { JobRecord } from "../../jobs/job.ts";
import type { JobQueue } from "../../jobs/job-queue.ts";
import type { FailoverService } from "../../replicas/failover-service.ts";

/** What drills are done with. */
export type DrillParts = {
  readonly store: DrillStore;
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly repositories: () => readonly RepositoryRecord[];
  /** That are backed up to a repository, each once. */
  readonly sourcesOf: (id: RepositoryId) => readonly Source[];
  /** Of the plans that back up to a repository, the one that has the least to do; undefined when there is none. */
  readonly planOf: (id: RepositoryId) => PlanId | undefined;
  readonly startRun: (planId: PlanId, trigger: RunTrigger, dueMs: number) => { readonly id: RunId };
  readonly runOf: (id: RunId) => Pick<Run, "state" | "error"> | undefined;
  readonly jobOf: (id: JobId) => JobRecord | undefined;
  readonly queue: () => Pick<JobQueue, "enqueue" | "cancel">;
  readonly failover: Pick<FailoverService, "stateOf" | "order">;
  readonly history: Pick<FailoverStore, "history">;
  readonly sets: Pick<ReplicaSetStore, "members">;
  readonly alerts: Pick<AlertService, "raise" | "keepRaised" | "resolve">;
  /** Whether a drill that is due may begin: nothing is at work, or about to be. */
  readonly mayBegin: (id: RepositoryId) => boolean;
  /** The data folder. */
  readonly folder: string;
  readonly hostname: string;
  readonly clock: Clock;
  readonly onChange: (id: RepositoryId) => void;
  readonly onMistake: (error: unknown) => void;
};

export type DrillStart = {
  readonly settings: DrillSettings;
  readonly trigger: Drill["trigger"];
  /** Only these are tried; null: all. */
  readonly replicaIds: readonly ReplicaId[] | null;
};

/** One kind of drill, as the service begins and follows it. */
export type DrillRunner = {
  /** @throws {BackstayError} DRILL_REFUSED; what beginning it throws */
  begin(id: DrillId, repository: RepositoryRecord, how: DrillStart): void;
  /** Something may have changed for a drill that runs. */
  follow(drill: Drill): void;
  /** A person wants no more of it. */
  callOff(drill: Drill): Promise<void>;
  /** The host is new, and this one was running when the last one ended. */
  takeUp(drill: Drill): void;
};

/** Saves a drill, and tells who shows it. What came to its end is told to people, too. */
export type SaveDrill = (drill: Drill) => void;
