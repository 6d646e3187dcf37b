/** Jobs as people see them: listed, looked into, cancelled and started again. */
import { BackstayError } from "../../shared/errors.ts";
import type { JobId } from "../../shared/ids.ts";
import type { JobLogLine, JobView, ProgressView } from "../../shared/model/job.ts";
import type { JobLogStore } from "../catalog/job-log-store.ts";
import type { JobFilter, JobStore } from "../catalog/job-store.ts";
import type { JobProgress, JobRecord } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { JobLog } from "./job-log.ts";
import { FEW_PROBLEMS, jobView } from "./job-view.ts";
import { createProgressMeter, type ProgressMeter } from "./progress-meter.ts";

export type JobServiceParts = {
  readonly jobs: JobStore;
  readonly logLines: JobLogStore;
  readonly log: JobLog;
  readonly queue: () => Pick<JobQueue, "cancel" | "enqueue" | "setPaused" | "isPaused">;
  /** Queues again what a plan's backup of one source was; undefined when plan or source are gone. */
  readonly restartBackup: (job: JobRecord) => JobId | undefined;
  /** The input of a job with its repository where it is now. @throws {BackstayError} REPOSITORY_NOT_FOUND */
  readonly currentInput: (job: JobRecord) => unknown;
};

export type JobService = {
  /** @throws {BackstayError} JOB_NOT_FOUND */
  get(id: JobId): JobView;
  list(filter: JobFilter, limit: number): { readonly jobs: JobView[]; readonly hasMore: boolean };
  /** Those that run or wait. */
  unfinished(): readonly JobView[];
  /** @throws {BackstayError} JOB_NOT_FOUND */
  logOf(
    id: JobId,
    afterNumber: number,
    limit: number,
  ): { readonly lines: JobLogLine[]; readonly hasMore: boolean };
  /** Resolves when the work has stopped. @throws {BackstayError} JOB_NOT_FOUND */
  cancel(id: JobId): Promise<void>;
  /** Lets a job that runs rest, or go on. @throws {BackstayError} JOB_NOT_FOUND */
  setPaused(id: JobId, isPaused: boolean): void;
  /** @throws {BackstayError} JOB_NOT_FOUND, JOB_NOT_RESTARTABLE */
  restart(id: JobId): JobId;
  /** For an event; undefined for a kind of job nobody is told of. */
  viewOf(job: JobRecord): JobView | undefined;
  noteProgress(id: JobId, progress: JobProgress): ProgressView;
  /** Forgets what is only known of jobs that run. */
  noteEnd(id: JobId): void;
};

const MANY = 1_000;

export function createJobService(parts: JobServiceParts): JobService {
  const { jobs, logLines, log } = parts;
  const live = new Map<JobId, { readonly meter: ProgressMeter; view: ProgressView | undefined }>();

  const require = (id: JobId): JobRecord => {
    const job = jobs.get(id);
    if (job === undefined) throw new BackstayError("JOB_NOT_FOUND", { jobId: id });
    return job;
  };
  const view = (job: JobRecord, maxProblems: number) => {
    const isPaused = job.state === "running" && parts.queue().isPaused(job.id);
    return jobView(job, { progress: live.get(job.id)?.view, isPaused }, maxProblems);
  };
  const viewAll = (records: readonly JobRecord[]) => records.flatMap((job) => view(job, FEW_PROBLEMS) ?? []);

  return {
    get(id) {
      const found = view(require(id), MANY);
      if (found === undefined) throw new BackstayError("JOB_NOT_FOUND", { jobId: id });
      return found;
    },
    list(filter, limit) {
      const found = jobs.page(filter, limit + 1);
      return { jobs: viewAll(found.slice(0, limit)), hasMore: found.length > limit };
    },
    unfinished: () => viewAll([...jobs.inState("running"), ...jobs.inState("queued")]),
    logOf(id, afterNumber, limit) {
      require(id);
      log.flush();
      const lines = logLines.page(id, afterNumber, limit + 1);
      return { lines: lines.slice(0, limit), hasMore: lines.length > limit };
    },
    cancel: async (id) => await parts.queue().cancel(id, "person"),
    setPaused: (id, isPaused) => parts.queue().setPaused(id, isPaused),
    restart(id) {
      const job = require(id);
      const isOver = job.state !== "queued" && job.state !== "running" && job.state !== "done";
      // the rules of a plan may be others now, and its next run goes by those
      const isByRules = job.kind === "forget" && job.origin.planId !== undefined;
      const isOfDrill = job.kind === "drill"; // a drill is begun anew as a whole
      if (!isOver || isByRules || isOfDrill || jobs.isRestarted(id))
        throw new BackstayError("JOB_NOT_RESTARTABLE", {});
      if (job.kind === "backup") {
        const restarted = parts.restartBackup(job);
        if (restarted === undefined) throw new BackstayError("JOB_NOT_RESTARTABLE", {});
        return restarted;
      }
      const { kind, origin, priority } = job;
      return parts.queue().enqueue({ kind, origin, priority, input: parts.currentInput(job) }).id;
    },
    viewOf: (job) => view(job, FEW_PROBLEMS),
    noteProgress(id, progress) {
      const state = live.get(id) ?? { meter: createProgressMeter(), view: undefined };
      live.set(id, state);
      state.view = state.meter.measure(progress, performance.now());
      return state.view;
    },
    noteEnd: (id) => void live.delete(id),
  };
}
