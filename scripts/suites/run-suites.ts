import { addTallies, failureLines, ONE_FAILED, type Tally, tallyLine } from "./tally.ts";

/** Something that can pass or fail: a check that counts as one test, or a run of many tests. */
export type Suite = { readonly name: string; readonly run: () => Promise<Tally> };

/**
 * Runs suites one after the other, all of them even when one fails, and ends with what failed, how each
 * suite went, and the sum on a line of its own.
 * A suite that throws counts as one failure.
 * Sets the process's exit status to 1 when anything failed.
 */
export async function runSuites(suites: readonly Suite[]): Promise<void> {
  const results: { name: string; tally: Tally; seconds: number }[] = [];
  for (const { name, run } of suites) {
    console.log(`\n== ${name}`);
    const startMs = performance.now();
    const tally = await run().catch((error: unknown) => {
      console.error(error);
      return ONE_FAILED;
    });
    results.push({ name, tally, seconds: (performance.now() - startMs) / 1000 });
  }
  console.log("");
  for (const { name, tally } of results) {
    for (const line of failureLines(name, tally)) console.log(line);
  }
  for (const { name, tally, seconds } of results) {
    console.log(`${name.padEnd(14)} ${tallyLine(tally)} (${seconds.toFixed(1)} s)`);
  }
  const sum = addTallies(results.map((result) => result.tally));
  console.log(`\n${tallyLine(sum)}`);
  if (sum.failed > 0) process.exitCode = 1;
}
