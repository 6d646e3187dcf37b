/** Plans as a person makes, runs, changes, pauses and removes them. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { officeConsole } from "../support/office-console.ts";
import { tempFolder } from "../support/temp-folder.ts";

const WAIT_MS = 60_000;

/** An office that is set up: two sources, a place, a plan called Office that has run once. */
async function setUpOffice(): Promise<{ page: Page; folder: string; nas: string }> {
  const folder = await tempFolder();
  const nas = join(await tempFolder(), "nas");
  await mkdir(join(folder, "Documents"));
  await mkdir(join(folder, "Scans"));
  for (let n = 0; n < 20; n += 1)
    await writeFile(join(folder, "Documents", `Letter ${n}.txt`), `Letter ${n}\n`);
  await writeFile(join(folder, "Scans", "one.bin"), Buffer.alloc(100_000, 1));
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link);
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Folder for the backups").fill(nas);
  await page.getByRole("button", { name: "Suggest one" }).click();
  await page.getByLabel("I have kept the password somewhere else, too").check();
  for (const name of ["Continue", "Continue", "Make the first backup"]) {
    await page.getByRole("button", { name }).click();
  }
  await page.getByRole("heading", { name: "The only plan is on schedule." }).waitFor({ timeout: 60_000 });
  return { page, folder, nas };
}

test("a second plan is made with a source of its own, run, changed, paused and removed", async () => {
  const { page, folder } = await setUpOffice();
  await page.getByRole("button", { name: "New plan" }).click();
  await page.getByText("Something is missing: a name and at least one source.").first().waitFor();
  await page.getByLabel("Name").fill("Scans at night");
  await page.getByRole("button", { name: "Add a source…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a folder…" }).click();
  await page.getByRole("heading", { name: "Choose a folder" }).waitFor({ timeout: WAIT_MS });
  await page.keyboard.press("Escape"); // closes the upper dialog only
  await page.getByRole("heading", { name: "Choose a folder" }).waitFor({ state: "detached" });
  await dialog.getByLabel("Or type a path").fill(join(folder, "Scans"));
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect.poll(() => dialog.getByLabel("Name").inputValue()).toBe("Scans");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
  await expect.poll(() => page.getByRole("checkbox", { name: "Scans" }).isChecked()).toBe(true);
  await page.getByText("Cron", { exact: true }).click();
  await page.getByLabel("Five fields").fill("61 * * * *");
  await page.getByRole("alert").getByText("is not a schedule").waitFor({ timeout: WAIT_MS });
  await page.getByLabel("Five fields").fill("30 2 * * *");
  await page.getByText("Every night at 02:30").waitFor({ timeout: WAIT_MS });
  await page.getByText(/^Next runs: (?:.* · ){4}/).waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Save plan" }).click();

  const row = page.getByRole("row", { name: /Scans at night/ });
  await row.getByText("Has not run yet").waitFor({ timeout: WAIT_MS });
  await row.getByRole("button", { name: "Run Scans at night now" }).click();
  await row.getByText("1 new, 0 changed").waitFor({ timeout: 60_000 });

  await page.getByRole("button", { name: "Edit…" }).click();
  await page.getByLabel("Name").fill("Scans");
  await page.getByLabel("Keep", { exact: true }).selectOption({ label: "Everything, for ever" });
  await page.getByRole("button", { name: "Save plan" }).click();
  await page.getByRole("link", { name: "Scans", exact: true }).waitFor({ timeout: WAIT_MS });

  await page.getByRole("button", { name: "Pause", exact: true }).click();
  await page.getByRole("button", { name: "Resume" }).waitFor({ timeout: WAIT_MS });
  await page.getByRole("cell", { name: "Paused" }).waitFor();

  await page.getByRole("button", { name: "Remove…" }).click();
  const danger = page.getByRole("dialog");
  await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Cancel");
  await danger.getByRole("button", { name: "Remove Scans" }).click({ force: true });
  await danger.getByLabel(/To go on, type/).fill("Scans"); // the press before did nothing: the name was not typed
  await danger.getByRole("button", { name: "Remove Scans" }).click();
  await page.getByRole("heading", { name: "The only plan is on schedule." }).waitFor({ timeout: WAIT_MS });
});

test("whoever saves a plan that was changed in another window is told, and chooses", async () => {
  const { page } = await setUpOffice();
  const edit = async (window: Page, name: string) => {
    await window.getByRole("button", { name: "Edit…" }).click();
    await window.getByLabel("Name").fill(name);
  };
  const other = await page.context().newPage();
  await other.goto(page.url());
  await edit(page, "Mine");
  await edit(other, "Theirs");
  await other.getByRole("button", { name: "Save plan" }).click();
  await other.getByRole("link", { name: "Theirs", exact: true }).waitFor({ timeout: WAIT_MS });

  await page.getByRole("button", { name: "Save plan" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "The plan Theirs was changed meanwhile" });
  await alert.waitFor({ timeout: WAIT_MS });
  await alert.getByRole("button", { name: "See it as it is now" }).click();
  await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Theirs");
  await page.getByLabel("Name").fill("Mine after all");
  await page.getByRole("button", { name: "Save plan" }).click();
  await page.getByRole("link", { name: "Mine after all", exact: true }).waitFor({ timeout: WAIT_MS });

  await edit(page, "Half-typed");
  await page.goBack(); // discards nothing
  await page.getByRole("button", { name: "Edit…" }).click();
  await page.getByText("did not save").waitFor({ timeout: WAIT_MS });
  expect(await page.getByLabel("Name").inputValue()).toBe("Half-typed");
  await page.getByRole("button", { name: "Discard" }).click();
  await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Mine after all");
});

test("a place that has gone says so, is not made anew, and is a step on the overview", async () => {
  const { page, nas } = await setUpOffice();
  await rm(nas, { recursive: true });
  await page.getByRole("button", { name: "Run Office now" }).click();
  await page.getByRole("heading", { name: /The last run of Office failed\./ }).waitFor({ timeout: 60_000 });
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("heading", { level: 1 }).waitFor({ timeout: WAIT_MS });
  expect(await page.getByRole("heading", { level: 1 }).textContent()).not.toContain("are protected.");
  await page
    .getByRole("region", { name: "What to do" })
    .getByRole("listitem")
    .first()
    .waitFor({ timeout: WAIT_MS });
});

test("a place on the disk of what it is to save is warned of, chosen or made anew", async () => {
  const { page, go, path } = await officeConsole();
  await go("/backups/new");
  const warning = page.getByText(`It is on the same disk as ${path("documents")}.`);
  await page.getByLabel("Documents", { exact: true }).check();
  await warning.waitFor({ timeout: WAIT_MS });
  await page.getByLabel("Documents", { exact: true }).uncheck();
  await warning.waitFor({ state: "detached", timeout: WAIT_MS });
  await page.getByLabel("Documents", { exact: true }).check();
  await page.getByRole("button", { name: "Another place…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Folder for the backups").fill(path("other"));
  await dialog.getByText(`It is on the same disk as ${path("documents")}.`).waitFor({ timeout: WAIT_MS });
  await dialog.getByLabel("Folder for the backups").fill(path("documents", "inside"));
  await dialog.getByText(`It is inside of ${path("documents")}`).waitFor({ timeout: WAIT_MS });
});

test("times are in 24 hours in every browser, and are taken as people type them", async () => {
  const { host, path } = await officeConsole();
  const api = await connectToHost(path("home"));
  if (api === undefined) throw new Error("the host has no socket");
  onTestFinished(() => api.close());
  const { url } = await api.callHost("console.makeLink", {});
  const page = await openPage(url, { locale: "en-US", timezoneId: "America/New_York" });
  await page.locator("nav").waitFor({ timeout: WAIT_MS });
  await page.goto(`${new URL(host.url).origin}/#/backups/new`);
  await page.getByLabel("Catch up missed runs only at certain hours").check();
  const from = page.getByRole("textbox", { name: "From" });
  expect(await from.getAttribute("type")).not.toBe("time"); // whose words are the browser's
  expect(await from.inputValue()).toBe("01:00");
  await from.fill("9.30");
  await from.press("Tab");
  expect(await from.inputValue()).toBe("09:30");
  await from.press("Home");
  await from.press("ArrowUp");
  expect(await from.inputValue()).toBe("10:30");
  await from.fill("99:99");
  await page.getByText("No time from 00:00 to 23:59.").waitFor();
  await from.press("Tab");
  expect(await from.inputValue()).toBe("10:30"); // what is no time is not taken
});
