/**
 * Takes pictures of pages with canned answers, and has axe look at them:
 * `node renderer/testing/look.ts OUT-FOLDER ADDRESS SCENARIO [SIZE,…] [THEME,…] [LANGUAGE,…]`
 */
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Settings } from "../../shared/model/settings.ts";
import { cannedOffice } from "./canned-office.ts";
import type { Scenario } from "./canned-values.ts";
import { launchBrowser, openCanned } from "./open-canned.ts";

const [folder = "/tmp/pictures", address = "/overview", scenario = "well", ...rest] = process.argv.slice(2);
const [sizes = "1440x900,1024x700", themes = "light,dark", languages = "en,zh"] = rest;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  for (const size of sizes.split(",")) {
    for (const theme of themes.split(",") as Settings["theme"][]) {
      for (const language of languages.split(",") as Settings["language"][]) {
        const [width = 0, height = 0] = size.split("x").map(Number);
        const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
        const answers = cannedOffice(scenario as Scenario, { theme, language }, Date.now());
        const page = await openCanned(context, answers, address);
        await page.waitForSelector("h1", { timeout: 8000 });
        await page.waitForLoadState("networkidle");
        await page.waitForSelector("[aria-busy=true]", { state: "detached", timeout: 8000 });
        const name = `${address.replaceAll(/\W+/g, "-").slice(1)}-${scenario}-${size}-${theme}-${language}`;
        await page.screenshot({ path: path.join(folder, `${name}.png`) });
        // through the debugger, because the pages' own policy lets no script in
        const session = await context.newCDPSession(page);
        await session.send("Runtime.evaluate", { expression: axe });
        const { result } = await session.send("Runtime.evaluate", {
          expression: `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
            id + ": " + nodes.map(({ target, failureSummary }) => target + " " + failureSummary).join("; ")))`,
          awaitPromise: true,
          returnByValue: true,
        });
        console.log(name, (result.value as string[]).length === 0 ? "axe: fine" : result.value);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
}
