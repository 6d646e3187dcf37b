/** A page that was open while Backstay was updated: it loads itself again where nothing is lost by it, else says so, and is never empty. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage, SERVER_GONE } from "../support/browser.ts";
import { type ConsoleHost, startConsoleHost } from "../support/console-host.ts";
import { openPart } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";

const WAIT_MS = 60_000;
/** What the browser and React write about a script that is gone, and a connection that broke. */
const COMPLAINTS = new RegExp(`404|Failed to fetch|PageNotLoaded|could not be loaded|${SERVER_GONE.source}`);

async function openOverview(link: string): Promise<Page> {
  const page = await openPage(link, { mayComplain: COMPLAINTS });
  await page.getByRole("button", { name: "Do this later" }).click();
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor({ timeout: WAIT_MS });
  return page;
}

test("says that a page whose script is gone has to be loaded again, and loads it", async () => {
  const host = await startConsoleHost(await tempFolder());
  const page = await openOverview(host.link);
  const isGone = (url: URL) => /^\/assets\/settings-page-.*\.js$/.test(url.pathname);
  let asked = 0;
  await page.route(isGone, (route) => {
    asked += 1;
    return route.fulfill({ status: 404 });
  });
  await openPart(page, "settings");
  await expect.poll(() => asked, { timeout: WAIT_MS }).toBe(2); // it has loaded itself again, which did not help
  await page
    .getByRole("heading", { name: "This page has to be loaded again." })
    .waitFor({ timeout: WAIT_MS });

  await openPart(page, "overview"); // what is there already goes on
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor({ timeout: WAIT_MS });
  await openPart(page, "settings");
  await page
    .getByRole("heading", { name: "This page has to be loaded again." })
    .waitFor({ timeout: WAIT_MS }); // the script is asked for once more
  await page.unroute(isGone);
  await page.getByRole("button", { name: "Load again" }).click();
  await page.getByRole("combobox", { name: "Language" }).waitFor({ timeout: WAIT_MS });
  expect(new URL(page.url()).hash).toBe("#/settings");
});

test("a page never opened before says that the host is gone, and comes when it is back", async () => {
  const folder = await tempFolder();
  const host = await startConsoleHost(folder);
  const page = await openOverview(host.link);
  await host.kill();
  await page.getByText("This page has lost Backstay on this computer.").waitFor({ timeout: WAIT_MS });
  await openPart(page, "activity");
  await page.getByRole("heading", { name: "Backstay does not answer." }).waitFor({ timeout: WAIT_MS });
  expect(await page.getByText("Backups go on").count()).toBe(0);
  await startConsoleHost(folder, {}, `127.0.0.1:${new URL(host.url).port}`);
  await page.getByRole("heading", { name: "Nothing has run yet." }).waitFor({ timeout: WAIT_MS });
  expect(new URL(page.url()).hash).toBe("#/activity");
});

/** Whether the window is still the one that was marked. */
const isMarked = (page: Page) => page.evaluate<boolean>("window.isMarked === true");

/** The host ends and comes back with pages of another build, as it does when it is updated. */
async function updateHost(page: Page, folder: string, host: ConsoleHost): Promise<void> {
  await page.route("**/index.html", async (route) => {
    const answer = await route.fetch();
    const html = (await answer.text()).replace(/assets\/index-[^"]+\.js/, "assets/index-newer.js");
    await route.fulfill({ response: answer, body: html });
  });
  await page.evaluate("window.isMarked = true");
  await host.kill();
  await page.getByText("This page has lost Backstay on this computer.").waitFor({ timeout: WAIT_MS });
  await startConsoleHost(folder, {}, `127.0.0.1:${new URL(host.url).port}`);
}

test("loads again by itself when the host comes back with newer pages, and only once", async () => {
  const folder = await tempFolder();
  const host = await startConsoleHost(folder);
  const page = await openOverview(host.link);
  await updateHost(page, folder, host);
  await expect.poll(() => isMarked(page), { timeout: WAIT_MS }).toBe(false);
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor({ timeout: WAIT_MS });
});

test("keeps what somebody has typed, says so, and loads again when they leave the page", async () => {
  const folder = await tempFolder();
  const host = await startConsoleHost(folder);
  const page = await openOverview(host.link);
  await openPart(page, "settings");
  const name = page.getByLabel("Name of the office");
  await name.fill("Hansen & Partner");
  await updateHost(page, folder, host);
  const note = page.getByRole("alert").filter({ hasText: "This page has to be loaded again." });
  await note.getByRole("button", { name: "Load again" }).waitFor({ timeout: WAIT_MS });
  expect(await isMarked(page)).toBe(true);
  expect(await name.inputValue()).toBe("Hansen & Partner");
  await openPart(page, "overview");
  await expect.poll(() => isMarked(page), { timeout: WAIT_MS }).toBe(false);
});

test("a start whose script is gone is not an empty window", async () => {
  const host = await startConsoleHost(await tempFolder());
  const page = await openOverview(host.link);
  await page.route("**/assets/index-*.js", (route) => route.fulfill({ status: 404 }));
  await page.reload();
  await page.getByText("Backstay could not be loaded.").waitFor({ timeout: WAIT_MS });
  await page.unroute("**/assets/index-*.js");
  await page.getByRole("link", { name: "Load again", exact: true }).click();
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor({ timeout: WAIT_MS });
});
