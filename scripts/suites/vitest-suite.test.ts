import { expect, test } from "vitest";
import { failureLines } from "./tally.ts";
import { tallyReport } from "./vitest-suite.ts";

/** A report as Vitest writes one: test number 1 of the first file is called `does 1`. */
function report(...files: readonly { status: string; tests: readonly string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }, at) => ({
      name: `/project/core/file-${at + 1}.test.ts`,
      status,
      message: tests.length === 0 ? "SyntaxError: no such export" : "",
      assertionResults: tests.map((test, index) => ({
        fullName: `does ${index + 1}`,
        status: test,
        failureMessages: test === "failed" ? ["Error: 1 is not 2\n    at core/one.ts:3"] : [],
      })),
    })),
  });
}

test("counts passed, failed and skipped tests over all files", () => {
  const json = report(
    { status: "passed", tests: ["passed", "passed", "skipped"] },
    { status: "failed", tests: ["failed", "passed", "todo"] },
  );
  expect(tallyReport(json, 1)).toMatchObject({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that does not load counts as one failure", () => {
  expect(tallyReport(report({ status: "failed", tests: [] }), 1)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [{ test: "file-1.test.ts", reason: "SyntaxError: no such export" }],
  });
});

test("names each failed test and its reason for the end of the output", () => {
  const json = report(
    { status: "passed", tests: ["passed"] },
    { status: "failed", tests: ["passed", "failed"] },
  );
  expect(failureLines("faults", tallyReport(json, 1))).toEqual([
    "FAILED faults: file-2.test.ts > does 2",
    "    Error: 1 is not 2",
    "        at core/one.ts:3",
  ]);
});

test("an exit status that no test explains counts as one failure", () => {
  expect(tallyReport(report({ status: "passed", tests: ["passed"] }), 1).failed).toBe(1);
});

test("no report at all is a failure, not zero tests", () => {
  expect(tallyReport(undefined, 0).failed).toBe(1);
});
