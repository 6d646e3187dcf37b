import type { BrowserContextOptions, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { launchPage } from "./chromium.ts";

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
  const { page, complaints, close } = await launchPage(context);
  onTestFinished(async () => {
    await close();
    const unexpected = complaints.filter((text) => mayComplain?.test(text) !== true);
    if (unexpected.length > 0) throw new Error(`the page complained: ${unexpected.join("\n")}`);
  });
  await page.goto(url);
  return page;
}
