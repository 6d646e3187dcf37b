import type { ReplicaView } from "../../../../shared/model/failover.ts";
import type { JobView } from "../../../../shared/model/job.ts";

/** How the copying to a standby stands: `done` nothing is behind, `running`, `waiting` there is something to copy, `cut`, `unknown`. */
export type CopyState = "done" | "running" | "waiting" | "cut" | "unknown";

/** @param job the one that copies to it; undefined when there is none, or nothing is known of it */
export function copyStateOf({ fault, copyError, lag }: ReplicaView, job: JobView | undefined): CopyState {
  if (job?.state === "running") return "running";
  if (fault !== null) return "cut";
  if (copyError !== null && job === undefined) return "cut";
  if (lag === null) return "unknown";
  return lag.snapshots === 0 ? "done" : "waiting";
}
