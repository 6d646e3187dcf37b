import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";
import { launchBrowser, newPage } from "./chromium.ts";

export type OpenPageOptions = BrowserContextOptions & {
  /** Console messages of the page that may be there, such as what a refused request leaves. */
  readonly mayComplain?: RegExp;
};

/** What Chromium says, depending on the moment, of requests whose server stopped or was killed. */
export const SERVER_GONE =
  /ERR_(?:CONNECTION_\w+|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|CONTENT_LENGTH_MISMATCH|INCOMPLETE_CHUNKED_ENCODING)|WebSocket connection/;

let launched: Promise<Browser> | undefined;

/** One for all tests of a file, unless one of them made it crash: to start it takes longer than many a test. */
async function sharedBrowser(): Promise<Browser> {
  if (launched !== undefined && !(await launched).isConnected()) launched = undefined;
  launched ??= launchBrowser();
  return await launched;
}

afterAll(async () => {
  await (await launched)?.close();
  launched = undefined;
});

/**
 * Opens a page that shares nothing with the pages of other tests. Whatever it complains about in its console fails the test: a refused script, a broken
 * picture, an exception nobody caught.
 */
export async function openPage(url: string, options: OpenPageOptions = {}): Promise<Page> {
  const { mayComplain, ...context } = options;
  const { page, complaints, close } = await newPage(await sharedBrowser(), context);
  onTestFinished(async () => {
    await close();
    const unexpected = complaints.filter((text) => mayComplain?.test(text) !== true);
    if (unexpected.length > 0) throw new Error(`the page complained: ${unexpected.join("\n")}`);
  });
  await page.goto(url);
  return page;
}
