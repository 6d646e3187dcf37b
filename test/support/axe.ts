import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Runs in the page. What fades in has little contrast until it is there; a spinner never ends. */
const WHEN_AT_REST = `(async () => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (;;) {
    for (let n = 0; n < 3; n += 1) await frame(); // what just came begins to fade in
    const moving = document
      .getAnimations()
      .filter((one) => one.playState === "running" && one.effect?.getComputedTiming().endTime !== Infinity);
    if (moving.length === 0) return;
    await Promise.allSettled(moving.map((one) => one.finished));
  }
})()`;

/** All rules; of what is well it need not tell in detail, which is most of its work and of what comes over the line. */
const RUN = `axe.run({ resultTypes: ["violations"] }).then(({ violations }) => violations)`;

/**
 * What axe finds wrong on the page as it stands, once nothing moves on it. Run through the debugger, because the pages' policy lets no
 * script in.
 *
 * @returns a line for each violation
 */
export async function violationsOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(WHEN_AT_REST);
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(AXE);
  const violations = await page.evaluate<AxeResults["violations"]>(RUN);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join("; ")}`,
  );
}
