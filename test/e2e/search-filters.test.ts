/** A search over all snapshots, narrowed down to a kind of file and to a time. */
import { utimesSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { officeConsole } from "../support/office-console.ts";

const WAIT_MS = 60_000;

test("a search is narrowed down to pictures, and to what changed today, and the address keeps it", async () => {
  const { page, path, backUp, go } = await officeConsole();
  writeFileSync(path("documents", "Hall 3", "Offer drawing.png"), "not really a picture");
  const old = new Date("2020-01-02T03:04:05");
  utimesSync(path("documents", "Hall 3", "Offer 114.txt"), old, old);
  expect(await backUp()).toBe("done");
  await go("/restore?mode=search&text=offer");
  const rows = page.getByRole("grid", { name: "Files found" }).getByRole("row");
  const drawing = rows.filter({ hasText: "drawing.png" });
  const letter = rows.filter({ hasText: "114.txt" });
  await drawing.waitFor({ timeout: WAIT_MS });
  await letter.waitFor({ timeout: WAIT_MS });

  const kind = page.getByRole("combobox", { name: "Kind" });
  await kind.selectOption("Pictures");
  await letter.waitFor({ state: "detached", timeout: WAIT_MS });
  expect(await drawing.count()).toBe(1);
  await page.reload();
  await drawing.waitFor({ timeout: WAIT_MS });
  expect(await letter.count()).toBe(0);

  await kind.selectOption("Mail");
  await page.getByRole("heading", { level: 1, name: "Nothing of this kind and time is called" }).waitFor();
  await kind.selectOption("Any kind");
  await page.getByRole("combobox", { name: "Changed" }).selectOption("Changed today");
  await drawing.waitFor({ timeout: WAIT_MS });
  await letter.waitFor({ state: "detached", timeout: WAIT_MS });
});
