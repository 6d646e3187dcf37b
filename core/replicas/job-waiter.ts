import type { JobId } from "../../shared/ids.ts";
import type { JobRecord } from "../jobs/job.ts";

/** Lets others wait for the end of jobs. */
export type JobWaiter = {
  /** To be told of every change of a job. */
  note(job: JobRecord): void;
  /** Resolves with the job when it is over, at once when it is already. @throws the signal's reason; the job goes on then */
  ended(id: JobId, signal: AbortSignal): Promise<JobRecord>;
};

/** @param jobOf gives a job as it is now */
export function createJobWaiter(jobOf: (id: JobId) => JobRecord | undefined): JobWaiter {
  const waiting = new Map<JobId, Set<(job: JobRecord) => void>>();
  return {
    note(job) {
      if (!isOver(job)) return;
      for (const tell of waiting.get(job.id) ?? []) tell(job);
      waiting.delete(job.id);
    },
    async ended(id, signal) {
      const now = jobOf(id);
      if (now === undefined) throw new Error(`no job ${id}`);
      if (isOver(now)) return now;
      signal.throwIfAborted();
      const { promise, resolve, reject } = Promise.withResolvers<JobRecord>();
      const waiters = waiting.get(id) ?? new Set();
      waiting.set(id, waiters.add(resolve));
      const stop = () => reject(signal.reason);
      signal.addEventListener("abort", stop, { once: true });
      try {
        return await promise;
      } finally {
        signal.removeEventListener("abort", stop);
        waiters.delete(resolve);
      }
    },
  };
}

export function isOver({ state }: JobRecord): boolean {
  return state !== "queued" && state !== "running";
}
