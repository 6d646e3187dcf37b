/** A lost file is brought back without a mouse. */
import { readFile, rm } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { officeConsole } from "../support/office-console.ts";
import { typeAtOnce } from "../support/pages.ts";
import { lacksTool } from "../support/tools.ts";

/** More stops than any page of ours has. */
const MOST_STOPS = 60;

/** Goes on with Tab until something of this has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const focused = page.locator(":focus");
  const hasFocus = wanted.and(focused).or(wanted.locator(":focus"));
  await wanted.waitFor();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if ((await hasFocus.count()) > 0) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("Tab does not get there");
}

/**
 * Runs in the page: types a letter, presses Enter as soon as the list has gone to the name, and keeps the page busy while it would show
 * what is there. @returns the address after that
 */
const OPEN_AND_BE_BUSY = `new Promise((resolve) => {
  const grid = document.querySelector("[role=grid]");
  const press = (key) =>
    grid.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const after = new MutationObserver(() => {
    after.disconnect();
    requestAnimationFrame(() => {
      press("Enter");
      for (const until = performance.now() + 200; performance.now() < until; );
      const frames = (count) => requestAnimationFrame(() => (count > 0 ? frames(count - 1) : resolve(location.hash)));
      frames(30);
    });
  });
  after.observe(grid, { attributes: true, attributeFilter: ["aria-activedescendant"] });
  press("h");
})`;

test.skipIf(lacksTool("chromium"))(
  "a folder that is opened at once stays open, however busy the page is",
  async () => {
    const { page, go, backUp } = await officeConsole();
    expect(await backUp()).toBe("done");
    await go("/restore");
    const files = page.getByRole("grid");
    await files.getByText("letter.txt").waitFor();
    await files.focus();
    await page.keyboard.press("End");
    await page.getByRole("row", { selected: false }).filter({ hasText: "letter.txt" }).waitFor();
    expect(await page.evaluate<string>(OPEN_AND_BE_BUSY)).toContain("path=");
    await files.getByText("Offer 114.txt").waitFor();
  },
);

test.skipIf(lacksTool("chromium"))("find a file, choose it, restore it: by keyboard alone", async () => {
  const { page, path, go, backUp } = await officeConsole();
  expect(await backUp()).toBe("done");
  await rm(path("documents", "Hall 3"), { recursive: true });
  await go("/overview");

  await typeAtOnce(page, "gr");
  const files = page.getByRole("grid");
  await files.getByText("Hall 3").waitFor();
  await tabTo(page, files);
  await typeAtOnce(page, "hall"); // type-ahead
  await page.keyboard.press("Enter");
  await files.getByText("Offer 114.txt").waitFor();
  await tabTo(page, files);
  await page.keyboard.press("Home");
  await page.keyboard.press("Space"); // after letters it would be one of the name
  await page.getByText("1 file selected").waitFor();

  await tabTo(page, page.getByRole("button", { name: "Restore…" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await tabTo(page, dialog.getByRole("button", { name: "Restore 1 file" }));
  await page.keyboard.press("Enter");
  await dialog.getByText("read back and is what was backed up").waitFor();
  expect(await readFile(path("documents", "Hall 3", "Offer 114.txt"), "utf8")).toContain("The offer holds");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
});
