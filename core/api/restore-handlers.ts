import { restoreRequest } from "../activity/restore-request.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { RetentionService } from "../plans/retention-service.ts";
import type { Readers } from "../reader/create-readers.ts";
import type { ReadPlaces } from "../replicas/read-places.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { HandlersOf } from "./handlers.ts";

/** Answers what is about snapshots and what is in them. */
export function restoreHandlers(
  readers: Readers,
  repositories: RepositoryService,
  queue: Pick<JobQueue, "enqueue">,
  retention: Pick<RetentionService, "rememberedBy">,
  readPlaces: Pick<ReadPlaces, "placeOf">,
): HandlersOf<"snapshots" | "restore"> {
  return {
    ...readers.handlers,
    "snapshots.forget": async ({ repositoryId, snapshotIds }) => {
      const input = {
        ...{ repository: repositories.place(repositoryId), snapshots: snapshotIds },
        ...retention.rememberedBy(repositoryId, "person"),
      };
      const job = queue.enqueue({ kind: "forget", input, origin: { repositoryId }, priority: "urgent" });
      return { jobId: job.id };
    },
    "restore.start": async (input) => ({
      jobId: queue.enqueue(restoreRequest(input, readPlaces.placeOf(input.repositoryId))).id,
    }),
  };
}
