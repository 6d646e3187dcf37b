/** What a page says while the host is gone, and that it comes back by itself. */
import { expect, onTestFinished, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { openPage, SERVER_GONE } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { officeConsole } from "../support/office-console.ts";
import { openPart } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";

const WAIT_MS = 60_000;
/** What the browser writes when a connection is refused or a session is asked for that has ended. */
const REFUSED = new RegExp(`${SERVER_GONE.source}|401`);

test("says that what it shows may be old while the host is gone, never that all is fine", async () => {
  const folder = await tempFolder();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link, { mayComplain: REFUSED });
  await page.getByRole("button", { name: "Do this later" }).click();
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor({ timeout: WAIT_MS });
  const overflows = () =>
    page.evaluate(`[document.documentElement, document.querySelector("main")].map(
      (one) => one.scrollHeight - one.clientHeight)`);
  expect(await overflows()).toEqual([0, 0]);
  await host.kill();
  await page.getByText("This page has lost Backstay on this computer.").waitFor({ timeout: WAIT_MS });
  // the note takes its room from the page: a page that needed no scrolling needs none now
  expect(await overflows()).toEqual([0, 0]);

  const { port } = new URL(host.url);
  const again = await startConsoleHost(folder, {}, `127.0.0.1:${port}`);
  await page
    .getByText("This page has lost Backstay on this computer.")
    .waitFor({ state: "detached", timeout: WAIT_MS });
  expect(new URL(again.url).port).toBe(port);
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor();
});

test("a page whose sentence said that all is well does not draw it so while the host is gone", async () => {
  const { page, host, go } = await officeConsole({ mayComplain: REFUSED });
  await go("/settings");
  await page.getByRole("heading", { name: "The repository answers." }).waitFor({ timeout: WAIT_MS });
  const colour = () => page.locator("[data-region=sentence] svg").first().getAttribute("style");
  expect(await colour()).toContain("--ok");
  await host.kill();
  await page.getByText("This page has lost Backstay on this computer.").waitFor({ timeout: WAIT_MS });
  await expect.poll(colour).toContain("--unknown");
});

test("says that the session has ended, and leads to signing in and back to where one was", async () => {
  const folder = await tempFolder();
  const host = await startConsoleHost(folder);
  const page = await openPage(host.link, { mayComplain: REFUSED });
  await page.getByRole("button", { name: "Do this later" }).click();
  await page.getByRole("heading", { name: "Nothing is protected yet." }).waitFor({ timeout: WAIT_MS });
  await openPart(page, "alerts");
  await page.getByRole("button", { name: "Channels" }).click();
  await page.evaluate("fetch('/api/sign-out', { method: 'POST' })");
  await page.getByText("You are not signed in any more.").waitFor({ timeout: WAIT_MS });
  const api = await connectToHost(folder);
  if (api === undefined) throw new Error("the host has no socket");
  onTestFinished(() => api.close());
  await api.callHost("console.setPassword", { password: "four words in a row" });
  await page.getByRole("link", { name: "Sign in…" }).click();
  await page.getByLabel("Password").fill("four words in a row");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.hash === "#/alerts/channels" && url.pathname === "/", {
    timeout: WAIT_MS,
  });
  await page.getByRole("navigation", { name: "Pages" }).waitFor({ timeout: WAIT_MS });
});

test("a plan that cannot be saved says so beside the button, and keeps what was typed", async () => {
  const office = await officeConsole({ mayComplain: REFUSED });
  const { page, host } = office;
  await office.go("/backups/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Typed by hand");
  await page.getByRole("checkbox", { name: /Documents/ }).check();
  await host.kill();
  await page.getByText("This page has lost Backstay on this computer.").waitFor({ timeout: WAIT_MS });
  await page.getByRole("button", { name: "Save plan" }).click();
  const note = page.locator("form").getByText("This page cannot reach Backstay.").last();
  await note.waitFor({ timeout: WAIT_MS });
  const [box, button] = [
    await note.boundingBox(),
    await page.getByRole("button", { name: "Save plan" }).boundingBox(),
  ];
  expect((button?.y ?? 0) - (box?.y ?? 0)).toBeLessThan(200);
  expect(box?.y).toBeLessThan(900);
  await startConsoleHost(office.path("home"), {}, `127.0.0.1:${new URL(host.url).port}`);
  await page
    .getByText("This page has lost Backstay on this computer.")
    .waitFor({ state: "detached", timeout: WAIT_MS });
  await page.getByRole("button", { name: "Save plan" }).click();
  await page
    .getByRole("cell", { name: /Typed by hand/ })
    .first()
    .waitFor({ timeout: WAIT_MS });
});
