import { z } from "zod";
import { isBackstayError } from "../../shared/errors.ts";
import type { JobId, RepositoryId } from "../../shared/ids.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { Clock } from "../clock.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { RunService } from "../plans/run-service.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";

const WithRepository = z.looseObject({ repository: z.unknown() });

/** How work that ended is asked for again: with its plan, source and repository as they are now. */
export function createRestarts(
  jobs: JobStore,
  runs: RunService,
  places: {
    readonly place: RepositoryService["place"];
    /** The same for jobs that only read. */
    readonly placeToRead: (id: RepositoryId) => unknown;
  },
  clock: Clock,
) {
  return {
    restartBackup({ origin: { planId, sourceId } }: JobRecord): JobId | undefined {
      if (planId === undefined || sourceId === undefined) return undefined;
      try {
        const run = runs.start(planId, "restart", clock.nowMs(), [sourceId]);
        return jobs.ofRun(run.id).findLast(({ origin }) => origin.sourceId === sourceId)?.id;
      } catch (error) {
        if (isBackstayError(error, "PLAN_NOT_FOUND") || isBackstayError(error, "SOURCE_NOT_FOUND"))
          return undefined;
        throw error;
      }
    },
    currentInput({ kind, input, origin: { repositoryId } }: JobRecord): unknown {
      // from where to where is what copying is about
      if (repositoryId === undefined || kind === "replicate" || kind === "heal") return input;
      const repository = kind === "restore" ? places.placeToRead(repositoryId) : places.place(repositoryId);
      return { ...WithRepository.parse(input), repository };
    },
  };
}
