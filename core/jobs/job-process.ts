/** The module that a job process starts with, and one that reads a repository for the pages. */

import { keepHeapSmall } from "../platform/keep-heap-small.ts";
import { connectToParent } from "./connect-to-parent.ts";
import { jobDefinitions } from "./registry.ts";
import { runByFirstMessage } from "./run-by-first-message.ts";
import { runJobProcess } from "./run-job-process.ts";

const exit = (status: number) => process.exit(status);

runByFirstMessage(connectToParent(), {
  start: (line) => {
    keepHeapSmall();
    runJobProcess(jobDefinitions, line, exit);
  },
  open: (line) =>
    void import("../reader/reader-process.ts").then(({ runReaderProcess }) => runReaderProcess(line, exit)),
});
