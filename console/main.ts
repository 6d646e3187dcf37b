/** The `backstay` command line. Everything else is in `program.ts`, so that tests can run it without a process. */
import { keepHeapSmall } from "../core/platform/keep-heap-small.ts";
import { runCommandLine } from "./program.ts";

keepHeapSmall();
process.exitCode = await runCommandLine(process.argv.slice(2), process);
