/** `npm test`: everything that can be proven on this machine, the quick things first. */
import { runSuites } from "./suites/run-suites.ts";
import { suites } from "./suites/suites.ts";

await runSuites(Object.values(suites));
