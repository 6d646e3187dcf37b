import type { JobId } from "../../shared/ids.ts";
import type { ProgressView } from "../../shared/model/job.ts";
import { createListeners } from "./listeners.ts";

/** At four reports a second, the last half minute. */
const MOST_SPEEDS = 120;

export type LiveProgress = {
  readonly progress: ProgressView;
  /** Bytes a second, the oldest first. */
  readonly speeds: readonly number[];
};

const live = new Map<JobId, LiveProgress>();
const changes = createListeners<void>();

/** Progress comes four times a second and is drawn by few components, so it does not go through the answers' cache. */
export const progressStore = {
  get: (jobId: JobId): LiveProgress | undefined => live.get(jobId),
  report(jobId: JobId, progress: ProgressView): void {
    const before = live.get(jobId)?.speeds ?? [];
    const speed = progress.bytesPerSecond;
    const speeds = speed === null ? before : [...before, speed].slice(-MOST_SPEEDS);
    live.set(jobId, { progress, speeds });
    changes.tell();
  },
  end(jobId: JobId): void {
    if (live.delete(jobId)) changes.tell();
  },
  clear(): void {
    live.clear();
    changes.tell();
  },
  onChange: changes.add,
};
