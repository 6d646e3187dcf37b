/**
 * `npm run build`: makes `dist/`, unless it is newer than everything it is made from. `--force` builds in any case.
 */
import { buildWhenStale } from "./build/build-project.ts";

if (!(await buildWhenStale({ force: process.argv.includes("--force") }))) process.exitCode = 1;
