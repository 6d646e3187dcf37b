/** A real Chromium, driven by Playwright. */
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { onTestFinished } from "vitest";

const CHROMIUM = "/usr/bin/chromium";

/** Pages run without the sandbox because tests run as root; what they show is ours alone. */
const ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"];

export type OpenPageOptions = BrowserContextOptions & {
  /** Console messages of the page that may be there, such as what a refused request leaves. */
  readonly mayComplain?: RegExp;
};

/**
 * Opens a page in a browser of its own. Whatever it complains about in its console fails the test: a refused script, a broken
 * picture, an exception nobody caught.
 */
export async function openPage(url: string, options: OpenPageOptions = {}): Promise<Page> {
  const { mayComplain, ...context } = options;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  const complaints: string[] = [];
  onTestFinished(async () => {
    await browser.close();
    const unexpected = complaints.filter((text) => mayComplain?.test(text) !== true);
    if (unexpected.length > 0) throw new Error(`the page complained: ${unexpected.join("\n")}`);
  });
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context })
  ).newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  return page;
}
