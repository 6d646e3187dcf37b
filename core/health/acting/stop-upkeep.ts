import type { RepositoryId } from "../../../shared/ids.ts";
import type { HealthCause } from "../../../shared/model/automatic-act.ts";
import type { JobStore } from "../../catalog/job-store.ts";
import type { JobLogEntry, JobRecord } from "../../jobs/job.ts";
import type { JobQueue } from "../../jobs/job-queue.ts";
import { explainStop } from "./explain-act.ts";

export type StopUpkeepParts = {
  readonly jobs: Pick<JobStore, "ofRepository">;
  readonly queue: Pick<JobQueue, "cancel">;
  readonly log: (id: JobRecord["id"], entry: JobLogEntry) => void;
};

/** What reads or rewrites much of a repository. Both lose nothing by being stopped, and begin anew. */
const STRAINING = new Set(["check", "prune"]);

/** Stops what strains a repository whose disk began to fail, whoever began it: a person may begin it again, and then it goes on. */
export async function stopUpkeep(
  id: RepositoryId,
  causes: readonly HealthCause[],
  { jobs, queue, log }: StopUpkeepParts,
): Promise<void> {
  const straining = jobs.ofRepository(id, ["queued", "running"]).filter(({ kind }) => STRAINING.has(kind));
  for (const job of straining) log(job.id, explainStop(causes));
  await Promise.all(straining.map((job) => queue.cancel(job.id, "disk-failing")));
}
