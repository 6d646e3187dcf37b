import { type CancelReason, isBackstayError, toWire } from "../../shared/errors.ts";
import type { JobSecrets } from "./define-job.ts";
import type { JobEnd, JobRecord } from "./job.ts";
import type { PauseSwitch } from "./pause-switch.ts";
import type { SpawnJobProcess } from "./spawn-job-process.ts";
import { failedEnd, type JobEvents, startJob } from "./start-job.ts";

/**
 * For these somebody sits at the computer and waits, and beside programs that keep it busy a job in the background gets next to none of
 * it. All others leave the computer to those who work with it.
 */
const AWAITED_KINDS: ReadonlySet<string> = new Set(["restore"]);

/** How others act on a job from its start, when its process is not there yet, to its end. */
export type JobControl = { readonly signal: AbortSignal; readonly pause: PauseSwitch };

/**
 * Runs one job of the queue from fetching its secrets to the end of its process.
 *
 * @param control its signal cancels the job; the signal's reason is a BackstayError CANCELLED
 * @returns how it ended, whatever went wrong; never rejects
 */
export async function runQueuedJob(
  job: JobRecord,
  spawn: SpawnJobProcess,
  secretsFor: (job: JobRecord) => Promise<JobSecrets>,
  events: JobEvents,
  { signal, pause }: JobControl,
): Promise<JobEnd> {
  try {
    const secrets = await Promise.race([secretsFor(job), rejectOnAbort(signal)]);
    const urgency = AWAITED_KINDS.has(job.kind) ? "interactive" : "background";
    const running = startJob(spawn, { kind: job.kind, input: job.input, secrets }, events, urgency);
    const cancel = () => running.cancel(reasonOf(signal));
    signal.addEventListener("abort", cancel, { once: true });
    if (signal.aborted) cancel();
    pause.follow(running.setPaused);
    return await running.ended;
  } catch (error) {
    if (!isBackstayError(error)) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      events.onLog({ level: "error", text, facts: { reference: job.id } });
    }
    return failedEnd(toWire(error, job.id));
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

function reasonOf(signal: AbortSignal): CancelReason {
  const error: unknown = signal.reason;
  return isBackstayError(error, "CANCELLED") ? error.details.reason : "person";
}
