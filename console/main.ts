/** The `backstay` command line. Everything else is in `program.ts`, so that tests can run it without a process. */
import { keepHeapSmall } from "../core/platform/keep-heap-small.ts";
import { EXIT } from "./exit-codes.ts";
import { lostText } from "./lost-text.ts";
import { runCommandLine } from "./program.ts";

keepHeapSmall();
process.exitCode = EXIT.failed; // counts should the process ever run out of things to wait for before the work is over
const args = process.argv.slice(2);
void runCommandLine(args, process, lostText(args, process.env)).then((exitCode) => {
  process.exitCode = exitCode;
});
