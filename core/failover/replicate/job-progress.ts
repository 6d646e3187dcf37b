import type { JobProgress } from "../../jobs/job.ts";
import type { ReplicateProgress } from "./replication.ts";

/**
 * As any job tells it: in the phase `compare` `filesDone` are folders of snapshots, in `copy` packs. The two take turns, for each
 * group of snapshots.
 */
export function toJobProgress({
  phase,
  treesRead,
  packsDone,
  bytesDone,
  bytesTotal,
}: ReplicateProgress): JobProgress {
  if (phase !== "copy") return { phase: "compare", filesDone: treesRead, bytesDone: 0 };
  return { phase, filesDone: packsDone, bytesDone, bytesTotal };
}
