import type { JobId } from "../../shared/ids.ts";
import type { JobLogStore, NewLogLine } from "../catalog/job-log-store.ts";
import type { Clock } from "../clock.ts";
import type { JobLogEntry } from "../jobs/job.ts";

/** Keeps what jobs say. */
export type JobLog = {
  add(jobId: JobId, entry: JobLogEntry): void;
  /** Writes what is waiting. */
  flush(): void;
  /** The job says nothing more. */
  end(jobId: JobId): void;
};

/** A line is written a little later, with others: each write waits for the disk. */
const WAIT_MS = 300;
const MAX_LINES = 2_000;
const MAX_TEXT_LENGTH = 8_192;
const MORE: JobLogEntry = { level: "warning", text: "more lines were not kept" };

/** @param onFailure told when lines could not be written: a full disk must not end the host for the sake of a log */
export function createJobLog(store: JobLogStore, clock: Clock, onFailure: (error: unknown) => void): JobLog {
  const counts = new Map<JobId, number>();
  let waiting: NewLogLine[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const lines = waiting;
    waiting = [];
    if (lines.length === 0) return;
    try {
      store.append(lines);
    } catch (error) {
      onFailure(error);
    }
  };
  const push = (jobId: JobId, { level, text, facts }: JobLogEntry) => {
    const line = { jobId, timeMs: clock.nowMs(), level, text: text.slice(0, MAX_TEXT_LENGTH) };
    waiting.push({ ...line, facts: facts ?? null });
    timer ??= setTimeout(flush, WAIT_MS);
  };
  return {
    add(jobId, entry) {
      const count = (counts.get(jobId) ?? store.count(jobId)) + 1;
      counts.set(jobId, count);
      if (count <= MAX_LINES) push(jobId, entry);
      else if (count === MAX_LINES + 1) push(jobId, MORE);
    },
    flush,
    end(jobId) {
      flush();
      counts.delete(jobId);
    },
  };
}
