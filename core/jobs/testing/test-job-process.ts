/** A job process that knows the test jobs. */
import { connectToParent } from "../connect-to-parent.ts";
import { runJobProcess } from "../run-job-process.ts";
import { testJobs } from "./test-jobs.ts";

runJobProcess(testJobs, connectToParent(), (status) => process.exit(status));
