/**
 * `npm run check`: what has to pass before a commit; takes seconds, needs no other program. With names it runs only
 * those: `npm run check -- imports docs`.
 */
import { runSuites } from "./suites/run-suites.ts";
import { suites } from "./suites/suites.ts";

const quick = [
  "types",
  "lint",
  "imports",
  "docs",
  "lockFile",
  "unit",
] as const satisfies (keyof typeof suites)[];
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in suites));

if (unknown.length > 0) {
  console.error(`No such check: ${unknown.join(", ")}. There are: ${Object.keys(suites).join(", ")}`);
  process.exitCode = 2;
} else {
  await runSuites(
    Object.entries(suites).flatMap(([name, suite]) =>
      (wanted.length > 0 ? wanted : quick).some((choice) => choice === name) ? [suite] : [],
    ),
  );
}
