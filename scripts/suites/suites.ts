/** Everything `npm run check` and `npm test` consist of, each as a suite. */
import { BUILT_PROGRAMS } from "../../test/support/built-programs.ts";
import { buildProgramsWhenStale, buildWhenStale, DIST } from "../build/build-project.ts";
import { checkDocs } from "../checks/docs.ts";
import { checkImports } from "../checks/imports.ts";
import { checkLockFile } from "../checks/lock-file.ts";
import { listProjectFiles, readPackages, readProjectFiles } from "../checks/project-files.ts";
import { runTool } from "../run-command.ts";
import { setUpTestTools } from "../setup/set-up-test-tools.ts";
import type { Suite } from "./run-suites.ts";
import { ONE_FAILED, ONE_PASSED, type Tally } from "./tally.ts";
import { runVitest } from "./vitest-suite.ts";

export const suites = {
  tools: { name: "test tools", run: async () => oneTest(await setUpTestTools()) },
  build: { name: "build", run: async () => oneTest(await buildWhenStale({ force: false })) },
  types: {
    name: "types",
    run: async () =>
      allPassed([await checkTypes(["--noEmit"]), await checkTypes(["--noEmit", "-p", "renderer"])]),
  },
  lint: {
    name: "lint",
    run: async () => oneTest((await runTool("@biomejs/biome/bin/biome", ["check", "."])) === 0),
  },
  imports: { name: "imports", run: async () => noProblems(await importProblems()) },
  docs: { name: "docs", run: async () => noProblems(await docsProblems()) },
  lockFile: { name: "lock file", run: async () => noProblems(await lockFileProblems()) },
  unit: { name: "unit tests", run: runUnitTests },
  compat: {
    name: "compatibility",
    run: () => runWithPrograms("test/compat/"),
  },
  faults: { name: "faults", run: () => runWithPrograms("test/faults/") },
  console: { name: "console", run: () => runWithPrograms("test/console/") },
  desktop: { name: "desktop", run: () => runWithPrograms("test/electron/") },
  e2e: { name: "in a browser", run: () => runWithPrograms("test/e2e/") },
} as const satisfies Record<string, Suite>;

function runUnitTests(): Promise<Tally> {
  return runWithBuilt([]);
}

/** Tests that need other programs, of one folder. */
function runWithPrograms(folder: string): Promise<Tally> {
  return runWithBuilt(["--config", "vitest.suites.config.ts", folder]);
}

/** With the built programs, as the tests start a thousand: to read their sources would be a third of all the work. */
async function runWithBuilt(args: readonly string[]): Promise<Tally> {
  const isBuilt = await buildProgramsWhenStale({ force: false }); // quick when nothing changed
  return isBuilt ? runVitest(args, { [BUILT_PROGRAMS]: DIST }) : ONE_FAILED;
}

/** Node's code and the pages are checked apart: only pages have a document, only Node's code has files. */
async function checkTypes(options: readonly string[]): Promise<boolean> {
  return (await runTool("typescript/bin/tsc", options)) === 0;
}

function allPassed(results: readonly boolean[]): Tally {
  return oneTest(results.every(Boolean));
}

function oneTest(passed: boolean): Tally {
  return passed ? ONE_PASSED : ONE_FAILED;
}

function noProblems(problems: readonly string[]): Tally {
  for (const problem of problems) console.error(problem);
  return oneTest(problems.length === 0);
}

async function importProblems(): Promise<readonly string[]> {
  const files = (await listProjectFiles()).filter(
    (file) => /\.tsx?$/.test(file) && !file.startsWith("core/kernel/assembly/"),
  );
  return checkImports(await readProjectFiles(files), await readPackages());
}

async function docsProblems(): Promise<readonly string[]> {
  const files = await listProjectFiles();
  return checkDocs(await readProjectFiles(files.filter((file) => file.endsWith(".md"))), files);
}

async function lockFileProblems(): Promise<readonly string[]> {
  const [lockFile] = await readProjectFiles(["package-lock.json"]);
  return lockFile === undefined ? ["package-lock.json is missing"] : checkLockFile(lockFile.text);
}
