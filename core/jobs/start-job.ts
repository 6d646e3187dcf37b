import { BackstayError, type CancelReason, toWire, type WireError } from "../../shared/errors.ts";
import type { JobSecrets } from "./define-job.ts";
import type { JobEnd, JobLogEntry, JobProgress } from "./job.ts";
import { FromJobProcess } from "./messages.ts";
import type { JobProcessEvents, ProcessUrgency, SpawnJobProcess } from "./spawn-job-process.ts";

/** A job process at work. */
export type RunningJob = {
  /** Asks the job to stop; a process that does not is killed. Over within a second. Later calls change nothing. */
  cancel(reason: CancelReason): void;
  /** Lets the job rest, or go on. It keeps its lock and its memory. */
  setPaused(isPaused: boolean): void;
  /** Resolves when the process has ended; never rejects. */
  readonly ended: Promise<JobEnd>;
};

export type JobEvents = {
  onProgress(progress: JobProgress): void;
  onLog(entry: JobLogEntry): void;
};

/**
 * How long a cancelled job may clean up by itself: nearly all of the second, because a job that is killed leaves its lock behind, and
 * on a busy computer or a slow share its removal alone takes a while. Then what SIGTERM gets, which ends a job that can still hear it.
 */
const CANCEL_GRACE_MS = 750;
const TERMINATE_GRACE_MS = 100;

/**
 * Starts a job in a process of its own.
 * @param urgency whether a person waits for it
 */
export function startJob(
  spawn: SpawnJobProcess,
  job: { readonly kind: string; readonly input: unknown; readonly secrets: JobSecrets },
  events: JobEvents,
  urgency: ProcessUrgency = "background",
): RunningJob {
  const { promise: ended, resolve } = Promise.withResolvers<JobEnd>();
  const timers: NodeJS.Timeout[] = [];
  let end: JobEnd | undefined;
  let cancelReason: CancelReason | undefined;

  const heard: JobProcessEvents = {
    onMessage(raw) {
      const message = FromJobProcess.safeParse(raw);
      if (!message.success) {
        events.onLog({ level: "error", text: `unreadable message: ${message.error.message}` });
      } else if (message.data.type === "progress") events.onProgress(message.data.progress);
      else if (message.data.type === "log") events.onLog(message.data.entry);
      else end = endOf(message.data);
    },
    onStderr: (text) => events.onLog({ level: "warning", text }),
    onEnded(exit) {
      for (const timer of timers) clearTimeout(timer);
      resolve(end ?? endWithoutWord(exit, cancelReason));
    },
  };
  const child = spawn(heard, urgency);
  child.send({ type: "start", kind: job.kind, input: job.input, secrets: job.secrets });

  return {
    ended,
    setPaused: (isPaused) => child.send({ type: "pause", isPaused }),
    cancel(reason) {
      if (cancelReason !== undefined) return;
      cancelReason = reason;
      child.send({ type: "cancel", reason });
      timers.push(
        setTimeout(() => child.kill("SIGTERM"), CANCEL_GRACE_MS),
        setTimeout(() => child.kill("SIGKILL"), CANCEL_GRACE_MS + TERMINATE_GRACE_MS),
      );
    },
  };
}

function endOf(message: Extract<FromJobProcess, { type: "result" | "error" }>): JobEnd {
  if (message.type === "result") {
    const { result } = message;
    return { state: result.problemCount > 0 ? "done-with-problems" : "done", result };
  }
  return failedEnd(message.error);
}

/** A process that ended without saying how was killed after a cancel, or crashed. */
function endWithoutWord(exit: string, cancelReason: CancelReason | undefined): JobEnd {
  const error =
    cancelReason === undefined
      ? new BackstayError("JOB_CRASHED", { exit })
      : new BackstayError("CANCELLED", { reason: cancelReason });
  return failedEnd(toWire(error, ""));
}

/** @returns the end of a job that threw `error` */
export function failedEnd(error: WireError): JobEnd {
  return { state: error.code === "CANCELLED" ? "cancelled" : "failed", error };
}
