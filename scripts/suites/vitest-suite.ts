import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";
import { hasSystemCode } from "../../shared/errors.ts";
import { runTool } from "../run-command.ts";
import { ONE_FAILED, type Tally, type TestFailure } from "./tally.ts";

/** The part of Vitest's JSON report that is counted. */
const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(), // the file's whole path
      status: z.string(),
      message: z.string(), // why a file failed outside its tests
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/**
 * Runs tests with Vitest.
 *
 * @param args what `vitest run` takes, such as folders or `--config`
 * @param env what the tests find in their environment
 */
export async function runVitest(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Tally> {
  const folder = await mkdtemp(path.join(tmpdir(), "backstay-tests-"));
  try {
    const file = path.join(folder, "report.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    const status = await runTool(
      "vitest/vitest.mjs",
      ["run", ...reporters, "--passWithNoTests", ...args],
      env,
    );
    return tallyReport(await readReport(file), status);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns the report's text, or nothing when Vitest ended before it wrote one */
async function readReport(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (hasSystemCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/**
 * Counts a Vitest report. A file that fails outside its tests (it does not load, a hook throws) counts as one failure,
 * and so does an exit status other than zero that no test explains, like an unhandled rejection.
 *
 * @param json the report's text; nothing when there is none
 * @param exitStatus of Vitest
 */
export function tallyReport(json: string | undefined, exitStatus: number): Tally {
  if (json === undefined) return ONE_FAILED;
  let passed = 0;
  let skipped = 0;
  const failures: TestFailure[] = [];
  for (const file of Report.parse(JSON.parse(json)).testResults) {
    const failedBefore = failures.length;
    const name = path.basename(file.name);
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      if (status === "passed") passed += 1;
      else if (status !== "failed") skipped += 1;
      else failures.push({ test: `${name} > ${fullName}`, reason: (failureMessages ?? []).join("\n") });
    }
    if (file.status === "failed" && failures.length === failedBefore) {
      failures.push({ test: name, reason: file.message });
    }
  }
  if (exitStatus !== 0 && failures.length === 0) {
    failures.push({ test: "outside of all tests", reason: `Vitest ended with status ${exitStatus}` });
  }
  return { passed, failed: failures.length, skipped, failures };
}
