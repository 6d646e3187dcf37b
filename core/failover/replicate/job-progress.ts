import type { JobProgress } from "../../jobs/job.ts";
import type { ReplicateProgress } from "./replication.ts";

/** As any job tells it: `filesDone` are folders while they are followed, and packs while they are copied. */
export function toJobProgress({
  phase,
  treesRead,
  packsDone,
  bytesDone,
  bytesTotal,
}: ReplicateProgress): JobProgress {
  if (phase !== "copy") return { phase, filesDone: treesRead, bytesDone: 0 };
  return { phase, filesDone: packsDone, bytesDone, bytesTotal };
}
