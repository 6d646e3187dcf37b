/** How a suite ended, in numbers of tests. */
export type Tally = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Which tests failed and why, where the suite consists of tests with names. */
  readonly failures?: readonly TestFailure[];
};

export type TestFailure = { readonly test: string; readonly reason: string };

export const ONE_PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}

/** The closing line that people and machines look for: `12 passed, 0 failed, 1 skipped`. */
export function tallyLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`;
}

/**
 * What a person reads at the end of a long run: the reasons again, as whoever keeps only the end of an output would
 * otherwise know how many tests failed and not which.
 *
 * @param suite its name
 * @returns a line for each failed test and, indented, the first lines of why
 */
export function failureLines(suite: string, { failures = [] }: Tally): readonly string[] {
  return failures.flatMap(({ test, reason }) => [
    `FAILED ${suite}: ${test}`,
    ...reason
      .split("\n")
      .slice(0, REASON_LINES)
      .map((line) => `    ${line}`),
  ]);
}

const REASON_LINES = 30;
