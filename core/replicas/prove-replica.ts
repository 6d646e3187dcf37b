import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { SnapshotId } from "../../shared/ids.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { JobSecrets } from "../jobs/define-job.ts";
import type { SpawnJobProcess } from "../jobs/spawn-job-process.ts";
import { startJob } from "../jobs/start-job.ts";
import { lateAt } from "../repositories/at-place.ts";

export type ProofParts = {
  readonly spawn: SpawnJobProcess;
  readonly secrets: () => Promise<JobSecrets>;
  readonly cacheFolder: string;
};

/** Of the time there is, this is left for what is no pack. */
const PACKS_SHARE = 0.6;

/**
 * Has a process look whether a replica could take over. It waits in no queue: everything waits for it.
 * @throws {BackstayError} what is wrong; STORE_VANISHED or STORE_UNREACHABLE when it takes too long; the signal's reason
 */
export async function proveReplica(
  { location, repositoryId }: ReplicaRecord,
  newest: readonly SnapshotId[],
  limitMs: number,
  { spawn, secrets, cacheFolder }: ProofParts,
  signal: AbortSignal,
): Promise<void> {
  const known = await secrets();
  signal.throwIfAborted();
  const repository = { location, cacheFolder, expectedId: repositoryId };
  const running = startJob(
    (events) => spawn(events, "interactive"),
    { kind: "verify", input: { repository, newest, packsMs: limitMs * PACKS_SHARE }, secrets: known },
    { onProgress: () => {}, onLog: () => {} },
  );
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    running.cancel("fenced");
  }, limitMs);
  const cancel = () => running.cancel(reasonOf(signal));
  signal.addEventListener("abort", cancel, { once: true });
  try {
    const end = await running.ended;
    signal.throwIfAborted();
    if (isLate) throw lateAt(location);
    if ("error" in end) throw new BackstayError(end.error.code, end.error.details as never);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", cancel);
  }
}

function reasonOf({ reason }: AbortSignal) {
  return isBackstayError(reason, "CANCELLED") ? reason.details.reason : "fenced";
}
