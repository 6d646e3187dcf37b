/** The module a job process starts with. */

import { keepHeapSmall } from "../platform/keep-heap-small.ts";
import { connectToParent } from "./connect-to-parent.ts";
import { jobDefinitions } from "./registry.ts";
import { runJobProcess } from "./run-job-process.ts";

keepHeapSmall();
runJobProcess(jobDefinitions, connectToParent(), (status) => process.exit(status));
