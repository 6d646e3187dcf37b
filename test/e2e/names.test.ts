/** Names of files and folders as people have them: whole where there is room, and with what is hidden in them made visible. */
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { officeConsole } from "../support/office-console.ts";
import { fileRow } from "../support/pages.ts";

const WAIT_MS = 60_000;
const NAME = "Offer 2026-114 Hansen.pdf";

test("a usual name is not cut in the list of files on a small screen", async () => {
  const { page, path, go, backUp } = await officeConsole();
  writeFileSync(path("documents", NAME), "pdf");
  expect(await backUp()).toBe("done");
  for (const width of [1440, 1280, 1024]) {
    await page.setViewportSize({ width, height: 720 });
    await go("/restore");
    const name = fileRow(page, NAME).getByTitle(NAME);
    await name.waitFor({ timeout: WAIT_MS });
    const [shown, needed] = await name.evaluate((e: { clientWidth: number; scrollWidth: number }) => [
      e.clientWidth,
      e.scrollWidth,
    ]);
    expect({ width, isCut: (shown ?? 0) < (needed ?? 0) }).toEqual({ width, isCut: false });
  }
});

test("a folder whose name turns the writing round shows that where folders are chosen", async () => {
  const { page, path, go } = await officeConsole();
  mkdirSync(path("chosen", "bill\u202efdp"), { recursive: true });
  await go("/backups/new");
  await page.getByRole("button", { name: "Add a source…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Add a folder…" }).click();
  const picker = page.getByRole("dialog", { name: "Choose a folder" });
  // the first folder is listed: what is typed while its path comes is put behind it
  await picker.getByRole("button", { name: "The folder above" }).waitFor({ timeout: WAIT_MS });
  await picker.getByLabel("Folder", { exact: true }).fill(path("chosen"));
  await page.keyboard.press("Enter");
  await picker.getByRole("button", { name: "bill\\u{202e}fdp" }).waitFor({ timeout: WAIT_MS });
});
