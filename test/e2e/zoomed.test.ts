/** Enlarged to 200 %: a window of 1440 or 1024 pixels has room for half as many then, and nothing of a page may be out of reach. */
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { type OfficeConsole, officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

/** Addresses, and something that is there only when the page has its content. */
const VIEWS: readonly (readonly [string, string])[] = [
  ["/overview", "text=Documents"],
  ["/backups", "role=table >> text=Office hours"],
  ["/backups/new", "role=textbox >> nth=0"],
  ["/restore", "role=grid >> text=letter.txt"],
  ["/restore?mode=search&text=letter", "role=grid >> role=row >> text=letter.txt"],
  ["/restore?mode=compare", "role=grid >> text=letter.txt"],
  ["/storage", "role=navigation >> role=link >> nth=0"],
  ["/failover", "role=region[name=/^(?:Where everything lies|数据分布)/] >> role=table"],
  ["/activity", "text=Documents >> nth=0"],
  ["/alerts", "main h1"],
  ["/alerts/rules", "main h1"],
  ["/alerts/channels", "main h1"],
  ["/settings", "text=NAS >> nth=0"],
  ["/settings/sources", "text=Documents >> nth=0"],
  ["/set-up", "role=checkbox >> nth=0"],
];
/** A line for each thing that is too wide. */
const TOO_WIDE = readFileSync(new URL("../support/in-page/too-wide.js", import.meta.url), "utf8");
const SIZES = [
  { width: 720, height: 450 },
  { width: 512, height: 350 },
] as const;
/** Not enlarged. */
const FULL_SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
  { width: 1024, height: 700 },
] as const;

async function officeWithHistory(): Promise<OfficeConsole> {
  const office = await officeConsole({ viewport: SIZES[0], deviceScaleFactor: 2 });
  expect(await office.backUp()).toBe("done");
  await writeFile(office.path("documents", "letter.txt"), "Dear customer, once more");
  await rm(office.path("documents", "Hall 3"), { recursive: true });
  await office.api.call("replicas.add", {
    ...{ repositoryId: office.repository.id, name: "warehouse", location: office.path("warehouse") },
  });
  expect(await office.backUp()).toBe("done");
  return office;
}

test.skipIf(lacksTool("chromium"))("nothing but tables scrolls sideways on any page", async () => {
  const { page, api, go } = await officeWithHistory();
  for (const language of ["en", "zh"] as const) {
    await api.call("settings.set", { language });
    for (const [address, content] of VIEWS) {
      await go(address);
      await page.locator(content).first().waitFor();
      await page.locator(`html[lang^=${language}]`).waitFor();
      for (const size of SIZES) {
        await page.setViewportSize(size);
        // what has just become narrower is laid out anew in the next frames
        await expect
          .poll(() => page.evaluate<string[]>(TOO_WIDE), {
            message: `${address}, ${language}, ${size.width}`,
          })
          .toEqual([]);
      }
      for (const size of FULL_SIZES) {
        await page.setViewportSize(size);
        // no table where there is room for it
        await expect
          .poll(() => page.locator('[data-scrolled="true"]').count(), {
            message: `${address}, ${language}, ${size.width}`,
          })
          .toBe(0);
      }
    }
  }
});

test.skipIf(lacksTool("chromium"))("a table that is wider than the window is scrolled by keys", async () => {
  const { page, go } = await officeWithHistory();
  await page.setViewportSize(SIZES[1]);
  await go("/overview");
  const table = page.getByRole("group", { name: "What would survive" });
  await table.waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await table.focus();
  await page.keyboard.press("ArrowRight");
  const scrolled = () => table.evaluate((element: { scrollLeft: number }) => element.scrollLeft);
  await expect.poll(scrolled).toBeGreaterThan(0);
  await page.setViewportSize({ width: 1440, height: 900 });
  await table.waitFor({ state: "detached" }); // where there is room it is no stop of the Tab key
});
