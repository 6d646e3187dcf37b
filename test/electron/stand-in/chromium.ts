import { type BrowserContext, chromium } from "playwright-core";
import { beforeEnd } from "./app.ts";

let launched: Promise<BrowserContext> | undefined;

/** The Chromium all windows are pages of; started with the first one. */
export function browserContext(): Promise<BrowserContext> {
  launched ??= launch();
  return launched;
}

async function launch(): Promise<BrowserContext> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  beforeEnd(() => browser.close());
  return browser.newContext({ acceptDownloads: true });
}
