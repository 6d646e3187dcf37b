/** When jobs last got something stored at each place: whoever takes what is written lives, however late its heartbeats are. */
import { z } from "zod";
import type { JobId } from "../../shared/ids.ts";
import type { Clock } from "../clock.ts";
import type { JobProgress, JobRecord } from "../jobs/job.ts";
import { locationOf, targetOf } from "./job-places.ts";

export type StoredLately = {
  /** To be told of every progress of a job. */
  note(jobId: JobId, progress: JobProgress): void;
  /** Undefined where nothing was stored since this host began. */
  lastMs(location: string): number | undefined;
};

const OneWay = z.looseObject({ bothWays: z.literal(false) });

export function createStoredLately(
  jobOf: (id: JobId) => Pick<JobRecord, "kind" | "input"> | undefined,
  clock: Clock,
): StoredLately {
  const atPlace = new Map<string, { readonly jobId: JobId; bytes: number; ms: number | undefined }>();
  return {
    note(jobId, progress) {
      const job = jobOf(jobId);
      const found = job === undefined ? undefined : storedBy(job, progress);
      if (found === undefined) return;
      const { location, bytes } = found;
      const known = atPlace.get(location);
      if (known?.jobId !== jobId) {
        // what it stored before its first report may have been stored long ago
        atPlace.set(location, { jobId, bytes, ms: known?.ms });
        return;
      }
      if (bytes > known.bytes) known.ms = clock.nowMs();
      known.bytes = bytes;
    },
    lastMs: (location) => atPlace.get(location)?.ms,
  };
}

/** What a job has written so far, and where; both count only when the place has said that it is there. */
function storedBy(
  job: Pick<JobRecord, "kind" | "input">,
  { phase, bytesStored, bytesDone }: JobProgress,
): { readonly location: string; readonly bytes: number } | undefined {
  const isCopying = job.kind === "replicate" && phase === "copy" && OneWay.safeParse(job.input).success;
  const bytes = job.kind === "backup" ? bytesStored : isCopying ? bytesDone : undefined;
  const location = job.kind === "backup" ? locationOf(job) : targetOf(job);
  return bytes === undefined || location === undefined ? undefined : { location, bytes };
}
