import { useSyncExternalStore } from "react";
import type { JobId } from "../../shared/ids.ts";
import type { JobView } from "../../shared/model/job.ts";
import { type LiveProgress, progressStore } from "./progress-store.ts";

/** How far a job is by now. @returns undefined before its first report, and when there is no job */
export function useProgress(job: JobView | undefined): LiveProgress | undefined {
  const live = useSyncExternalStore(progressStore.onChange, () =>
    job === undefined ? undefined : progressStore.get(job.id as JobId),
  );
  if (live !== undefined || !job?.progress) return live;
  return { progress: job.progress, speeds: [] };
}
