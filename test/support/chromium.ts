/** A real Chromium, driven by Playwright. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

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

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS, timeout: WAIT_MS });
}

/** Opens a page that shows nothing yet and shares nothing with others of the browser: no cookie, no cache, no storage. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<LaunchedPage> {
  const complaints: string[] = [];
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return { page, complaints, close: () => context.close() };
}

/** The same in a browser of its own, which closes with the page. */
export async function launchPage(options: BrowserContextOptions = {}): Promise<LaunchedPage> {
  const browser = await launchBrowser();
  return { ...(await newPage(browser, options)), close: () => browser.close() };
}
