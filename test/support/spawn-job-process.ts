import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { forkJobProcesses } from "../../core/jobs/spawn-job-process.ts";
import { workerUrl } from "../../core/threads/worker-url.ts";

/** Names the folder of built programs in the environment of unit tests that are run as a whole. */
export const BUILT_PROGRAMS = "BACKSTAY_TEST_PROGRAMS";

const folder = process.env[BUILT_PROGRAMS];

/** Starts job processes as a host does: built ones where there are some that are surely new, and else from their sources. */
export const spawnJobProcess = forkJobProcesses(
  folder === undefined
    ? workerUrl(import.meta.url, "../../core/jobs/job-process")
    : pathToFileURL(join(folder, "job-process.cjs")),
);
