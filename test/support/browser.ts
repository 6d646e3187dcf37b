import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, onTestFinished } from "vitest";
import { launchBrowser, newPage } from "./chromium.ts";
import { whatPageShows } from "./what-page-shows.ts";

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
 * picture, an exception nobody caught. A test that fails says what the page showed.
 */
export async function openPage(url: string, options: OpenPageOptions = {}): Promise<Page> {
  const { mayComplain, ...context } = options;
  const { page, complaints, close } = await newPage(await sharedBrowser(), context);
  onTestFinished(async ({ task }) => {
    const shown = task.result?.state === "fail" ? await whatPageShows(page, task.name) : undefined;
    await close();
    const unexpected = complaints.filter((text) => mayComplain?.test(text) !== true);
    const complained = unexpected.length === 0 ? [] : [`the page complained: ${unexpected.join("\n")}`];
    const said = [...complained, ...(shown === undefined ? [] : [shown])];
    if (said.length > 0) throw new Error(said.join("\n"));
  });
  await page.goto(url);
  return page;
}
