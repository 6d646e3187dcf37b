/** The `backstay` command line. Everything else is in `program.ts`, so that tests can run it without a process. */
import { runCommandLine } from "./program.ts";

process.exitCode = await runCommandLine(process.argv.slice(2), process);
