import { randomUUID } from "node:crypto";
import { BackstayError, type CancelReason, toWire } from "../../shared/errors.ts";
import type { JobId } from "../../shared/ids.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { Clock } from "../clock.ts";
import type { JobDefinition, JobSecrets } from "./define-job.ts";
import {
  type JobEnd,
  type JobLogEntry,
  type JobOrigin,
  type JobPriority,
  type JobProgress,
  type JobRecord,
  wasFenced,
} from "./job.ts";
import { createPauseSwitch, type PauseSwitch } from "./pause-switch.ts";
import { pickRunnable } from "./pick-runnable.ts";
import { runQueuedJob } from "./run-queued-job.ts";
import type { SpawnJobProcess } from "./spawn-job-process.ts";
import { failedEnd, type JobEvents } from "./start-job.ts";

export type JobRequest = {
  readonly kind: string;
  /** Plain data without secrets: it is stored and shown. */
  readonly input: unknown;
  readonly origin?: JobOrigin;
  readonly priority?: JobPriority;
  /** Whether the job is queued again when its host ends before it does. */
  readonly restartWhenInterrupted?: boolean;
  /** The job that this one restarts. */
  readonly restartOf?: JobId;
};

export type JobQueueEvent =
  | { readonly type: "changed"; readonly job: JobRecord }
  | { readonly type: "progress"; readonly jobId: JobId; readonly progress: JobProgress }
  | { readonly type: "log"; readonly jobId: JobId; readonly entry: JobLogEntry };

export type JobQueueParts = {
  readonly definitions: readonly JobDefinition[];
  readonly store: JobStore;
  readonly spawn: SpawnJobProcess;
  /** Fetches what a job needs to know and nobody may store; asked each time a job starts. */
  readonly secretsFor: (job: JobRecord) => Promise<JobSecrets>;
  /** Whether a job that waits may begin now; {@link JobQueue.lookAgain} when that has changed. Without it every one may. */
  readonly mayBegin?: (job: JobRecord) => boolean;
  /** Does what is to be done before and after the work of a job; without it only the work is done. Never rejects. */
  readonly around?: AroundJob;
  /** How a job counts as ended, given how it did; without it as it did. */
  readonly endOf?: (job: JobRecord, end: JobEnd) => JobEnd;
  readonly onEvent: (event: JobQueueEvent) => void;
  readonly clock: Clock;
  /** How many jobs run at once, over all repositories. */
  readonly maxRunning?: number;
  /** How long until the end of a job is written again that the catalog had no room for. */
  readonly recordAgainMs?: number;
};

/**
 * @param work does what the job is for, in a process of its own
 * @param control its signal cancels the job, and with it the work
 */
export type AroundJob = (
  job: JobRecord,
  work: () => Promise<JobEnd>,
  control: {
    readonly signal: AbortSignal;
    readonly events: JobEvents;
    readonly lastProgress: () => JobProgress | undefined;
  },
) => Promise<JobEnd>;

export type JobQueue = {
  /** Settles what an earlier host left behind, then starts to run jobs. */
  start(): void;
  /** @throws {z.ZodError} when the input is not what this kind of job takes */
  enqueue(request: JobRequest): JobRecord;
  /**
   * Queues several jobs in one step, or none.
   * @param alongside writes to the catalog what belongs to them, in the same transaction
   * @throws {z.ZodError} when an input is not what its kind of job takes; and what `alongside` throws
   */
  enqueueAll(requests: readonly JobRequest[], alongside: () => void): readonly JobRecord[];
  /**
   * Cancels a job that waits or runs; one that has ended stays as it is. Resolves when the work has stopped.
   * @throws {BackstayError} JOB_NOT_FOUND
   */
  cancel(id: JobId, reason: CancelReason): Promise<void>;
  /**
   * Lets a job that runs rest, or go on; others may run meanwhile. What does not run stays as it is.
   * @throws {BackstayError} JOB_NOT_FOUND
   */
  setPaused(id: JobId, isPaused: boolean): void;
  isPaused(id: JobId): boolean;
  /** Begins what may begin now and could not before. */
  lookAgain(): void;
  /** Starts no more jobs and stops those that run, to be restarted with the next host where they say so. */
  stop(): Promise<void>;
};

const MAX_RUNNING = 2;
/** A job that brought its host down this often is not started again by itself. */
const MAX_ATTEMPTS = 3;
/** How much of the progress a crash of the host may forget. Seldom, because each time is a write to the disk. */
const SAVE_PROGRESS_MS = 5_000;
const RECORD_AGAIN_MS = 10_000;

type Slot = {
  readonly job: JobRecord;
  readonly stop: AbortController;
  readonly pause: PauseSwitch;
  readonly settled: Promise<void>;
};

export function createJobQueue(parts: JobQueueParts): JobQueue {
  const { definitions, store, onEvent, clock, maxRunning = MAX_RUNNING } = parts;
  const { recordAgainMs = RECORD_AGAIN_MS } = parts;
  const nowNs = () => BigInt(clock.nowMs()) * 1_000_000n;
  const slots = new Map<JobId, Slot>();
  let isOpen = false;

  const tell = (id: JobId) => {
    const job = store.get(id);
    if (job !== undefined) onEvent({ type: "changed", job });
  };

  const runNext = () => {
    if (!isOpen) return;
    const running = [...slots.values()];
    // one that rests keeps its repository, and nobody from work elsewhere
    const resting = running.filter(({ pause }) => pause.isPaused).length;
    const claims = running.map(({ job }) => job);
    const queued = store.inState("queued").filter((job) => parts.mayBegin?.(job) !== false);
    for (const job of pickRunnable(queued, claims, maxRunning + resting)) run(job);
  };

  const run = (job: JobRecord) => {
    const stop = new AbortController();
    const pause = createPauseSwitch();
    store.markRunning(job.id, nowNs());
    tell(job.id);
    const { events, lastProgress } = forwardEvents(job.id, store, onEvent);
    const work = () =>
      runQueuedJob(job, parts.spawn, parts.secretsFor, events, { signal: stop.signal, pause });
    const { around = (_, alone) => alone() } = parts;
    const settled = around(job, work, { signal: stop.signal, events, lastProgress })
      .then((ended) => {
        slots.delete(job.id);
        const end = parts.endOf?.(job, ended) ?? ended;
        const endedNs = nowNs();
        const record = () => {
          const progress = lastProgress();
          if (progress !== undefined) store.saveProgress(job.id, progress);
          if (isInterruption(job, end)) interrupt(job, job.attempt);
          else store.markEnded(job.id, end, endedNs);
          tell(job.id);
        };
        recordEnd(record, (text) => events.onLog({ level: "error", text }));
        runNext();
      })
      .catch((error: unknown) => {
        // what waits is begun with the next change, or at the next start
        events.onLog({ level: "error", text: `the next job was not begun: ${String(error)}` });
      });
    slots.set(job.id, { job, stop, pause, settled });
  };

  /**
   * Where the catalog cannot be written, tries again until it can: else the job would seem to run, and its plan would, for as long as
   * this host lives. What it does not live to see, the next start settles.
   */
  const recordEnd = (record: () => void, log: (text: string) => void): void => {
    try {
      record();
    } catch (error) {
      log(`the end of a job is not recorded yet: ${String(error)}`);
      const again = () => {
        if (!isOpen) return;
        try {
          record();
        } catch {
          setTimeout(again, recordAgainMs).unref();
          return;
        }
        try {
          runNext();
        } catch (failure) {
          log(`the next job was not begun: ${String(failure)}`);
        }
      };
      setTimeout(again, recordAgainMs).unref();
    }
  };

  const interrupt = (job: JobRecord, nextAttempt: number) => {
    const mayRestart = job.restartWhenInterrupted && nextAttempt <= MAX_ATTEMPTS;
    const restart = mayRestart
      ? newJob({ ...job, attempt: nextAttempt, restartOf: job.id, createdNs: nowNs() })
      : undefined;
    store.markInterrupted(job.id, nowNs(), restart);
    if (restart !== undefined) tell(restart.id);
  };

  const jobOf = (request: JobRequest): JobRecord => {
    const definition = definitions.find((candidate) => candidate.kind === request.kind);
    if (definition === undefined) throw new Error(`no job of the kind "${request.kind}" is known`);
    return newJob({
      ...definition.checkInput(request.input),
      kind: request.kind,
      origin: request.origin ?? {},
      access: definition.access,
      priority: request.priority ?? "normal",
      restartWhenInterrupted: request.restartWhenInterrupted ?? false,
      attempt: request.restartOf === undefined ? 1 : (store.get(request.restartOf)?.attempt ?? 0) + 1,
      restartOf: request.restartOf,
      createdNs: nowNs(),
    });
  };

  return {
    start() {
      for (const job of store.inState("running")) {
        interrupt(job, job.attempt + 1);
        tell(job.id);
      }
      isOpen = true;
      runNext();
    },

    enqueue(request) {
      const job = jobOf(request);
      store.insert(job);
      tell(job.id);
      runNext();
      return job;
    },

    enqueueAll(requests, alongside) {
      const jobs = requests.map(jobOf);
      store.insertAll(jobs, alongside);
      for (const job of jobs) tell(job.id);
      runNext();
      return jobs;
    },

    async cancel(id, reason) {
      const slot = slots.get(id);
      if (slot !== undefined) {
        slot.stop.abort(cancelled(reason));
        return slot.settled;
      }
      const job = store.get(id);
      if (job === undefined) throw new BackstayError("JOB_NOT_FOUND", { jobId: id });
      // who calls off what waits to begin anew elsewhere does not want it there either
      const waits = reason === "person" && wasFenced(job) && !store.isRestarted(id);
      if (job.state !== "queued" && !waits) return;
      store.markEnded(id, failedEnd(toWire(cancelled(reason), id)), nowNs());
      tell(id);
      runNext(); // others may have waited behind it
    },

    setPaused(id, isPaused) {
      const slot = slots.get(id);
      if (slot === undefined && store.get(id) === undefined)
        throw new BackstayError("JOB_NOT_FOUND", { jobId: id });
      if (slot === undefined || slot.pause.isPaused === isPaused) return;
      slot.pause.set(isPaused);
      tell(id);
      runNext();
    },

    isPaused: (id) => slots.get(id)?.pause.isPaused ?? false,

    lookAgain: runNext,

    async stop() {
      isOpen = false;
      for (const slot of slots.values()) slot.stop.abort(cancelled("shutdown"));
      await Promise.all([...slots.values()].map((slot) => slot.settled));
    },
  };
}

/** Sends a job's events on, and keeps its progress in the catalog now and then. */
function forwardEvents(jobId: JobId, store: JobStore, onEvent: JobQueueParts["onEvent"]) {
  let last: JobProgress | undefined;
  let savedMs = performance.now();
  const events: JobEvents = {
    onProgress(progress) {
      last = progress;
      onEvent({ type: "progress", jobId, progress });
      if (performance.now() - savedMs < SAVE_PROGRESS_MS) return;
      savedMs = performance.now();
      try {
        store.saveProgress(jobId, progress);
      } catch (error) {
        // A full disk must not end the host for the sake of a number.
        events.onLog({ level: "warning", text: `progress was not recorded: ${String(error)}` });
      }
    },
    onLog: (entry) => onEvent({ type: "log", jobId, entry }),
  };
  return { events, lastProgress: () => last };
}

function newJob(
  job: Omit<JobRecord, "id" | "state" | "startedNs" | "endedNs" | "progress" | "result" | "error">,
): JobRecord {
  return {
    ...job,
    id: randomUUID() as string as JobId,
    state: "queued",
    startedNs: undefined,
    endedNs: undefined,
    progress: undefined,
    result: undefined,
    error: undefined,
  };
}

/** A job that only its host's shutdown stopped is not over for those who wanted it. */
function isInterruption(job: JobRecord, end: JobEnd): boolean {
  if (!job.restartWhenInterrupted || end.state !== "cancelled") return false;
  return end.error.code === "CANCELLED" && end.error.details.reason === "shutdown";
}

function cancelled(reason: CancelReason): BackstayError {
  return new BackstayError("CANCELLED", { reason });
}
