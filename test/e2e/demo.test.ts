/** Somebody tries Backstay: `npm run demo`, and every page has something to show. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { PROJECT_FOLDER } from "../../scripts/run-command.ts";
import { openPage } from "../support/browser.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

/** What proves on each page that the office lives. */
const SHOWN = [
  ["/overview", ["Accounting", "Synology DS423", "ADMIN-PC", "What would survive"]],
  ["/backups", ["Office hours", "Second copy"]],
  ["/storage", ["ADMIN-PC", "md0", "WD40EFRX"]],
  ["/failover", ["How it went", "Failing back", "Synology DS423", "is ready"]],
  ["/activity", ["Photos", "Documents"]],
  ["/alerts", ["old TrueNAS"]],
  ["/settings", ["Language"]],
] as const;

test.skipIf(lacksTool("chromium"))(
  "the demo has something to show on every page, and leaves nothing behind",
  async () => {
    const folder = await tempFolder();
    const { PATH, HOME, CI } = process.env;
    const demo = spawn(process.execPath, [join(PROJECT_FOLDER, "scripts", "demo.ts")], {
      cwd: PROJECT_FOLDER,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH, HOME, TMPDIR: folder, LANG: "en_US.UTF-8", ...(CI === undefined ? {} : { CI }) },
    });
    const ended = once(demo, "exit");
    onTestFinished(async () => {
      demo.kill("SIGKILL");
      await ended;
    });
    const link = await linkOf(demo);
    const page = await openPage(link, { viewport: { width: 1440, height: 900 } });
    // the page that signs in has a heading, too
    await page.waitForURL(({ pathname }) => pathname === "/");
    await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
    const { origin } = new URL(link);
    for (const [address, words] of SHOWN) {
      await page.goto(`${origin}/#${address}`);
      for (const word of words) await page.getByRole("main").getByText(word).first().waitFor();
    }
    await page.goto(`${origin}/#/restore`);
    // of the source that was backed up last, which depends on the hour
    await page.getByRole("main").getByRole("gridcell").first().waitFor();

    await page.goto("about:blank"); // a page whose host is gone complains, rightly
    demo.kill("SIGINT");
    expect((await ended)[0]).toBe(0);
    expect(readdirSync(folder)).toEqual([]);
  },
);

/** @returns the address that signs one browser in @throws {Error} with all it said, when it ends without one */
async function linkOf({ stdout, stderr }: ReturnType<typeof spawn>): Promise<string> {
  if (stdout === null || stderr === null) throw new Error("the demo says nothing");
  let said = "";
  stderr.on("data", (text) => {
    said += text;
  });
  for await (const text of stdout) {
    said += text;
    const [link] = /http:\/\/\S+/.exec(said) ?? [];
    if (link !== undefined && said.includes("Ctrl-C")) {
      stdout.resume();
      return link;
    }
  }
  throw new Error(`the demo ended: ${said}`);
}
