import type { JobId } from "../../shared/ids.ts";
import type { JobView, ProgressView } from "../../shared/model/job.ts";
import { type FollowedHost, nextChange } from "./next-change.ts";

/**
 * Follows one job to its end by what the host tells.
 *
 * @returns the job as it ended
 * @throws {BackstayError} JOB_NOT_FOUND, HOST_UNREACHABLE; the signal's reason when it is aborted
 */
export async function followJob(
  host: FollowedHost,
  jobId: JobId,
  onProgress: (progress: ProgressView) => void,
  signal: AbortSignal,
): Promise<JobView> {
  for (;;) {
    // what happens while it is asked for is known by then, or told after
    const changed = nextChange(host, (id) => id === jobId, onProgress, signal);
    const job = await host.call("jobs.get", { jobId }, signal);
    if (job.endedMs !== null) return job;
    await changed;
  }
}
