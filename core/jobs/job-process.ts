/** The module a job process starts with. */
import { connectToParent } from "./connect-to-parent.ts";
import { jobDefinitions } from "./registry.ts";
import { runJobProcess } from "./run-job-process.ts";

runJobProcess(jobDefinitions, connectToParent(), (status) => process.exit(status));
