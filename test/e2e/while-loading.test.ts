/** Every page has its heading, and axe has nothing to say, also while an answer is on its way and when it is an error. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Call } from "../../shared/api/wire.ts";
import { violationsOn } from "../support/axe.ts";
import { holdCalls } from "../support/hold-calls.ts";
import { officeConsole } from "../support/office-console.ts";
import { askForFolder, askToRestore } from "../support/pages.ts";
import { lacksTool } from "../support/tools.ts";

const ADDRESSES = [
  ...["/overview", "/backups", "/backups/new", "/restore", "/storage", "/activity", "/alerts"],
  ...["/alerts/rules", "/alerts/channels", "/settings", "/set-up"],
];
/** Without this one there is no page at all; it is tested by itself. */
const START = "app.state";
const TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

/** Of what the page asks for, only what the whole window needs is answered; the rest never, or by an error. */
async function answerOnly(page: Page, isAnswered: (method: string) => boolean, rest: "never" | "error") {
  await page.routeWebSocket(/\/socket$/, (socket) => {
    const host = socket.connectToServer();
    socket.onMessage((message) => {
      const { id, name } = Call.parse(JSON.parse(String(message)));
      if (isAnswered(name)) host.send(message);
      else if (rest === "error") {
        const error = { code: "INTERNAL", details: { logReference: "1" } };
        socket.send(JSON.stringify({ kind: "error", id, error }));
      }
    });
  });
  await page.reload();
}

async function problemsOf(page: Page, go: (address: string) => Promise<void>): Promise<readonly string[]> {
  const found: string[] = [];
  for (const address of ADDRESSES) {
    await go(address);
    const headings = await page.locator("h1").count();
    if (headings !== 1) found.push(`${address}: ${headings} headings`);
    found.push(...(await violationsOn(page)).map((problem) => `${address}: ${problem}`));
  }
  return found;
}

test.skipIf(lacksTool("chromium")).each(["never", "error"] as const)(
  "each page has one heading when what it asks for is answered %s",
  async (rest) => {
    const { page, go } = await officeConsole();
    await answerOnly(page, (method) => method === START, rest);
    await page.locator("nav").waitFor();
    expect(await problemsOf(page, go)).toEqual([]);
  },
);

test.skipIf(lacksTool("chromium"))("so has the window before it knows anything", async () => {
  const { page } = await officeConsole();
  await answerOnly(page, () => false, "never");
  await page.getByRole("heading", { level: 1, name: "Backstay" }).waitFor({ state: "attached" });
  expect(await violationsOn(page)).toEqual([]);
});

test.skipIf(lacksTool("chromium"))(
  "whoever goes to a file keeps it while the one that was shown is still looked for",
  async () => {
    const { page, go, backUp, path } = await officeConsole();
    expect(await backUp()).toBe("done");
    const seeking = await holdCalls(page, "restore.seek");
    await page.reload();
    await go(`/restore?shown=${encodeURIComponent(path("documents", "letter.txt"))}`);
    const row = (name: string) => page.getByRole("grid").getByRole("row", { name });
    const folder = row("Hall 3").getByRole("gridcell", { name: "Hall 3", exact: true });
    await folder.waitFor();
    await expect.poll(seeking.held).toBeGreaterThan(0);
    await folder.click();
    seeking.release();
    await expect.poll(seeking.answered).toBeGreaterThan(0);
    await page.evaluate(TWO_FRAMES); // time enough to go where the answer leads
    await page.keyboard.press("Space");
    await page.locator("[role=row][aria-selected=true]").filter({ hasText: "Hall 3" }).waitFor();
  },
);

test.skipIf(lacksTool("chromium"))(
  "a path is typed as it is while the places to choose from are still looked for",
  async () => {
    const { page, go, backUp, path } = await officeConsole();
    expect(await backUp()).toBe("done");
    const places = await holdCalls(page, "folders.places");
    await page.reload();
    await go("/restore");
    const chooser = await askForFolder(page, await askToRestore(page, ["letter.txt"]));
    const field = chooser.getByRole("textbox", { name: "Folder", exact: true });
    await expect.poll(places.held).toBeGreaterThan(0);
    await field.focus();
    await page.keyboard.press("ControlOrMeta+A");
    places.release();
    await chooser.getByRole("button", { name: "Home" }).waitFor();
    await page.keyboard.type(path("documents"));
    await page.keyboard.press("Enter");
    await chooser.getByRole("button", { name: "Hall 3" }).waitFor();
    expect(await field.inputValue()).toBe(path("documents"));

    await field.fill(path("documents", "away"));
    await field.blur();
    expect(await field.inputValue(), "what was typed stays").toBe(path("documents", "away"));
  },
);
