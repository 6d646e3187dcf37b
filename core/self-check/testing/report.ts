/** Prints the report of a self-check. Tests start it with something taken away by `--import`. */
import { runSelfCheck } from "../run-self-check.ts";

process.stdout.write(JSON.stringify(await runSelfCheck()));
