/** What each change of a job means for everything else. */
import type { JobId, RepositoryId } from "../../shared/ids.ts";
import type { JobLog } from "../activity/job-log.ts";
import type { JobService } from "../activity/job-service.ts";
import type { AlertService } from "../alerts/alert-service.ts";
import { alertOfJob } from "../alerts/job-alerts.ts";
import type { RepositoryWatch } from "../alerts/repository-watch.ts";
import type { EventHub } from "../api/event-hub.ts";
import type { RepositoryStore } from "../catalog/repository-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { SourceStore } from "../catalog/source-store.ts";
import type { ChangeHold } from "../guard/change-hold.ts";
import type { RotWatch } from "../guard/rot-watch.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { JobQueueEvent } from "../jobs/job-queue.ts";
import { OUT_OF_REACH } from "../places/out-of-reach.ts";
import { recordJobEnd } from "../plans/record-job-end.ts";
import type { RetentionService } from "../plans/retention-service.ts";
import type { RunService } from "../plans/run-service.ts";

export type JobFollowerParts = {
  readonly hub: EventHub;
  readonly jobs: JobService;
  readonly log: JobLog;
  readonly runs: RunService;
  readonly retention: RetentionService;
  readonly alerts: AlertService;
  readonly watch: RepositoryWatch;
  readonly changeHold: Pick<ChangeHold, "note">;
  readonly rotWatch: Pick<RotWatch, "note">;
  readonly sources: SourceStore;
  /** Whether people are not to be told that a job failed. */
  readonly isSilent: (job: JobRecord) => boolean;
  readonly jobOf: (id: JobId) => JobRecord | undefined;
  /** Whether another job restarts this one. */
  readonly isRestarted: (id: JobId) => boolean;
  readonly repositories: RepositoryStore;
  readonly snapshots: SavedSnapshotStore;
  readonly onSnapshots: (id: RepositoryId) => void;
  /** Looks whether a repository is there, and how much room it has. */
  readonly look: (id: RepositoryId) => void;
  /** A mistake in here must not keep the queue from recording what happened. */
  readonly onError: (error: unknown) => void;
};

export type JobFollower = {
  note(event: JobQueueEvent): void;
  /** What a job that ended means for the catalog alone, once more. */
  record(job: JobRecord): void;
};

export function createJobFollower(parts: JobFollowerParts): JobFollower {
  const { hub, jobs, log, runs, alerts } = parts;

  const record = (job: JobRecord) => {
    parts.changeHold.note(job, nameOf(job)); // before anything is removed because a newer backup is there
    parts.rotWatch.note(job, nameOf(job));
    const changed = recordJobEnd(job, parts.snapshots, parts.repositories, parts.sources);
    if (changed !== undefined) parts.onSnapshots(changed);
  };

  const noteChange = (job: JobRecord) => {
    const isOver = job.state !== "queued" && job.state !== "running";
    if (isOver) {
      jobs.noteEnd(job.id);
      log.end(job.id);
      record(job);
    }
    runs.noteJob(job);
    const view = jobs.viewOf(job);
    if (view !== undefined) hub.publish({ type: "job", job: view });
    if (!isOver) return;
    const paths = view?.problems.map(({ path }) => path) ?? [];
    const isGivenUp = job.restartWhenInterrupted && !parts.isRestarted(job.id);
    if (!parts.isSilent(job)) alertOfJob(alerts, job, nameOf(job), paths, isGivenUp, parts.jobOf);
    const { repositoryId } = job.origin;
    if (repositoryId === undefined) return;
    if (job.error !== undefined && OUT_OF_REACH.has(job.error.code)) parts.watch.noteFailure(repositoryId);
    if (job.kind === "forget") parts.retention.pruneIfDue(repositoryId);
    parts.look(repositoryId);
  };

  /** A backup is about its source, everything else about a repository. */
  const nameOf = ({ origin: { sourceId, repositoryId } }: JobRecord): string => {
    const source = sourceId === undefined ? undefined : parts.sources.get(sourceId);
    const repository = repositoryId === undefined ? undefined : parts.repositories.get(repositoryId);
    return source?.name ?? repository?.name ?? "";
  };

  return {
    note(event) {
      try {
        if (event.type === "log") log.add(event.jobId, event.entry);
        else if (event.type === "changed") noteChange(event.job);
        else {
          const progress = jobs.noteProgress(event.jobId, event.progress);
          hub.publish({ type: "progress", jobId: event.jobId, progress });
        }
      } catch (error) {
        parts.onError(error);
      }
    },
    record,
  };
}
