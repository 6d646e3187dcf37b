import { expect, test } from "vitest";
import { tallyReport } from "./vitest-suite.ts";

function report(...files: readonly { status: string; tests: readonly string[] }[]): string {
  return JSON.stringify({
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((test) => ({ status: test })),
    })),
  });
}

test("counts passed, failed and skipped tests over all files", () => {
  const json = report(
    { status: "passed", tests: ["passed", "passed", "skipped"] },
    { status: "failed", tests: ["failed", "passed", "todo"] },
  );
  expect(tallyReport(json, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test("a file that does not load counts as one failure", () => {
  expect(tallyReport(report({ status: "failed", tests: [] }), 1)).toEqual({
    passed: 0,
    failed: 1,
    skipped: 0,
  });
});

test("an exit status that no test explains counts as one failure", () => {
  expect(tallyReport(report({ status: "passed", tests: ["passed"] }), 1).failed).toBe(1);
});

test("no report at all is a failure, not zero tests", () => {
  expect(tallyReport(undefined, 0).failed).toBe(1);
});
