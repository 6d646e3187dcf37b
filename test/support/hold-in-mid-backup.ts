import { FromJobProcess } from "../../core/jobs/messages.ts";
import type { SpawnJobProcess } from "../../core/jobs/spawn-job-process.ts";
import { spawnJobProcess } from "./spawn-job-process.ts";

/**
 * Starts job processes as a host does, and lets one of them wait when it has stored something. What a test does then is done in
 * mid-backup, however busy the machine is: to be told of progress takes a host so long that a small backup may be over by then.
 */
export function holdInMidBackup() {
  let reach: ((held: Held) => void) | undefined;

  const spawnJob: SpawnJobProcess = (events, urgency) => {
    const job = spawnJobProcess(
      {
        ...events,
        onMessage(message) {
          if (reach !== undefined && isStoring(message)) {
            job.send({ type: "pause", isPaused: true });
            reach({ goOn: () => job.send({ type: "pause", isPaused: false }) });
            reach = undefined;
          }
          events.onMessage(message);
        },
      },
      urgency,
    );
    return job;
  };

  return {
    spawnJob,
    /** Resolves when the next backup that stores something has come to rest in the middle of it. */
    next: () =>
      new Promise<Held>((resolve) => {
        reach = resolve;
      }),
  };
}

export type Held = { readonly goOn: () => void };

function isStoring(message: unknown): boolean {
  const { success, data } = FromJobProcess.safeParse(message);
  return success && data.type === "progress" && (data.progress.bytesStored ?? 0) > 0;
}
