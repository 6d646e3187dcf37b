import type { BackstayApi } from "../../shared/api/client.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { JobId } from "../../shared/ids.ts";
import type { ProgressView } from "../../shared/model/job.ts";

/** What a run or a job is followed with. */
export type FollowedHost = BackstayApi & {
  /** Resolves when it has gone. */
  readonly closed: Promise<void>;
};

/**
 * Resolves when plans or jobs changed; rejects when the host has gone or the signal is aborted.
 *
 * @param isOurs whether the progress of a job is to be told of
 */
export function nextChange(
  host: FollowedHost,
  isOurs: (jobId: JobId) => boolean,
  onProgress: (progress: ProgressView) => void,
  signal: AbortSignal,
): Promise<void> {
  const change = new Promise<void>((resolve, reject) => {
    const stopListening = host.onEvent(({ event }) => {
      if (event.type === "progress" && isOurs(event.jobId)) onProgress(event.progress);
      if (event.type === "plans" || event.type === "job") settle(resolve);
    });
    const onAbort = () => settle(() => reject(signal.reason));
    const settle = (how: () => void) => {
      stopListening();
      signal.removeEventListener("abort", onAbort);
      how();
    };
    signal.addEventListener("abort", onAbort);
    void host.closed.then(() => settle(() => reject(new BackstayError("HOST_UNREACHABLE", {}))));
  });
  change.catch(() => undefined); // it may fail while nobody waits for it yet
  return change;
}
