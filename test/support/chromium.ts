/** A real Chromium, driven by Playwright. */
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** Pages run without the sandbox because tests run as root; what they show is ours alone. */
const ARGS = ["--no-sandbox", "--disable-dev-shm-usage", "--force-prefers-reduced-motion"];

/** What a page may take on a computer that runs other tests at the same time. */
const WAIT_MS = 60_000;

export type LaunchedPage = {
  readonly page: Page;
  /** What the page wrote to its console as an error or a warning, and exceptions nobody caught. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
};

/** Opens a browser of its own with one page, which shows nothing yet. */
export async function launchPage(context: BrowserContextOptions = {}): Promise<LaunchedPage> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  const complaints: string[] = [];
  const page = await (
    await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context })
  ).newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints, close: () => browser.close() };
}
