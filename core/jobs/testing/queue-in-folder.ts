import type { JobId } from "../../../shared/ids.ts";
import { createJobStore } from "../../catalog/job-store.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { systemClock } from "../../clock.ts";
import type { JobRecord, JobState } from "../job.ts";
import { createJobQueue, type JobQueueEvent, type JobQueueParts } from "../job-queue.ts";
import { forkJobProcesses } from "../spawn-job-process.ts";
import { testJobs } from "./test-jobs.ts";

/** A queue over the catalog in a folder, with the test jobs in real processes, and a record of all it said. */
export function queueInFolder(folder: string, parts: Partial<JobQueueParts> = {}) {
  const catalog = openCatalog(folder);
  const store = createJobStore(catalog.database);
  const events: JobQueueEvent[] = [];
  const watchers = new Set<() => void>();
  const queue = createJobQueue({
    definitions: testJobs,
    store,
    spawn: forkJobProcesses(new URL("./test-job-process.ts", import.meta.url)),
    secretsFor: async () => ({}),
    clock: systemClock,
    onEvent(event) {
      events.push(event);
      for (const watcher of watchers) watcher();
    },
    ...parts,
  });
  return {
    queue,
    store,
    events,
    /** Ids in the order in which the jobs began. */
    begun: () =>
      events.flatMap((event) =>
        event.type === "changed" && event.job.state === "running" ? [event.job.id] : [],
      ),
    /** Resolves with the job as soon as it is in one of the states. */
    until(id: JobId, ...states: readonly JobState[]): Promise<JobRecord> {
      return new Promise((resolve) => {
        const look = () => {
          const job = store.get(id);
          if (job === undefined || !states.includes(job.state)) return;
          watchers.delete(look);
          resolve(job);
        };
        watchers.add(look);
        look();
      });
    },
    async close() {
      await queue.stop();
      catalog.close();
    },
  };
}
