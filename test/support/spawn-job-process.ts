import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { forkJobProcesses } from "../../core/jobs/spawn-job-process.ts";
import { workerUrl } from "../../core/threads/worker-url.ts";
import { builtPrograms } from "./built-programs.ts";

/** Starts job processes as a host does: built ones where there are some that are surely new, and else from their sources. */
export const spawnJobProcess = forkJobProcesses(
  builtPrograms === undefined
    ? workerUrl(import.meta.url, "../../core/jobs/job-process")
    : pathToFileURL(join(builtPrograms, "job-process.cjs")),
);
