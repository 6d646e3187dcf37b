import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { Settings } from "../../shared/model/settings.ts";
import type { DemoHost } from "./demo-host.ts";

export type Look = {
  readonly size: `${number}x${number}`;
  readonly theme: "light" | "dark";
  readonly language: "en" | "zh";
};

export type Shot = {
  /** Also the picture's name. */
  readonly name: string;
  /** Behind the `#`; some have ids in them that only the demo knows. */
  readonly address: string | ((demo: DemoHost) => Promise<string>);
  /** What to do before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
};

/**
 * Pages wait for what is read in the background, such as the names in all snapshots, which a busy machine takes its time for. Here
 * nothing is measured: only what never comes is to end.
 */
const LIMIT_MS = 5 * 60_000;

/** Debian's; sandboxing needs rights that root in a container does not have. */
export function launchBrowser(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: "/usr/bin/chromium", args });
}

/** Signs in once for a look, as a person does with the link. */
export async function openLook(browser: Browser, demo: DemoHost, look: Look): Promise<BrowserContext> {
  const [width = 0, height = 0] = look.size.split("x").map(Number);
  const settings: Partial<Settings> = { theme: look.theme, language: look.language };
  await demo.api.call("settings.set", settings);
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce" });
  context.setDefaultTimeout(LIMIT_MS);
  const page = await context.newPage();
  await page.goto(demo.host.makeLink().url);
  // the page that signs in has a heading, too, and must not be closed before it has the cookie
  await page.waitForURL(({ pathname }) => pathname === "/");
  await page.waitForSelector("main h1");
  await page.close();
  return context;
}

/** Opens a page and waits until nothing on it is still being read. */
export async function openShot(context: BrowserContext, demo: DemoHost, shot: Shot): Promise<Page> {
  const page = await context.newPage();
  const address = typeof shot.address === "string" ? shot.address : await shot.address(demo);
  await page.goto(`${demo.host.url}/#${address}`);
  await page.waitForSelector("main h1");
  await settled(page);
  await shot.prepare?.(page);
  await settled(page);
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.waitForSelector("[aria-busy=true]", { state: "detached" });
  // the fonts, and what a page loads when it is first opened
  await page.waitForLoadState("networkidle");
}

/** What axe finds wrong with a page, a line each; run through the debugger, because the pages' own policy lets no script in. */
export async function violationsOf(context: BrowserContext, page: Page): Promise<readonly string[]> {
  const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const session = await context.newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axe });
  const { result } = await session.send("Runtime.evaluate", {
    expression: `axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ": " + nodes.map(({ target, failureSummary }) => target + " " + failureSummary).join("; ")))`,
    awaitPromise: true,
    returnByValue: true,
  });
  await session.detach();
  return result.value as readonly string[];
}
