/**
 * A host to be killed: runs the queue of a catalog.
 * Usage: node test-host.ts FOLDER [JOB REQUEST AS JSON]...
 */

import { createJobStore } from "../../catalog/job-store.ts";
import { openCatalog } from "../../catalog/open-catalog.ts";
import { systemClock } from "../../clock.ts";
import { createJobQueue } from "../job-queue.ts";
import { forkJobProcesses } from "../spawn-job-process.ts";
import { testJobs } from "./test-jobs.ts";

const [folder = "", ...requests] = process.argv.slice(2);
const queue = createJobQueue({
  definitions: testJobs,
  store: createJobStore(openCatalog(folder).database),
  spawn: forkJobProcesses(new URL("./test-job-process.ts", import.meta.url)),
  secretsFor: async () => ({}),
  onEvent: () => {},
  clock: systemClock,
});
queue.start();
for (const request of requests) queue.enqueue(JSON.parse(request));
