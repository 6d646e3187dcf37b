/** The whole way of a person who reads Chinese: set up, back up, look, search, restore, settle trouble. No English is left on any page. */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { common } from "../../renderer/words/zh/common.ts";
import { place } from "../../renderer/words/zh/place.ts";
import { restore } from "../../renderer/words/zh/restore.ts";
import { setUp } from "../../renderer/words/zh/set-up.ts";
import { shell } from "../../renderer/words/zh/shell.ts";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { latinOn } from "../support/latin-words.ts";
import { fileRow } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

/** What the office and the makers of boxes call things, which nobody translates, and what is typed. */
const NAMES = [
  "Documents",
  "Offer 114.txt",
  "114.txt",
  "letter.txt",
  "Dear customer",
  "nas",
  "Offer",
  "offer",
  "Synology DS423",
];

/** Notes what is found, and goes on: one run names all that is left. */
function lookOut(page: Page) {
  const found: string[] = [];
  return {
    found,
    async look(where: string): Promise<void> {
      await page.waitForLoadState("networkidle");
      // where folders are chosen, disks that tests beside this one have mounted are named, too
      const mounted = (await readdir(tmpdir())).filter((name) => name.startsWith("backstay-test-"));
      const left = await latinOn(page, [...NAMES, hostname(), ...mounted]);
      found.push(...left.map((words) => `${where}: ${words}`));
    },
  };
}

function openPart(page: Page, part: keyof typeof shell.page): Promise<void> {
  return page
    .getByRole("navigation", { name: shell.pages })
    .getByRole("link", { name: new RegExp(`^${shell.page[part]}`) })
    .click();
}

const heading = (page: Page, name: string) => page.getByRole("heading", { name });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

/** Through the guided set-up with what it suggests. */
async function setUpInChinese(
  page: Page,
  box: string,
  look: (where: string) => Promise<void>,
): Promise<void> {
  await heading(page, setUp.what.title).waitFor();
  await look("set-up, what");
  await press(page, common.continue);
  await heading(page, setUp.where.title).waitFor();
  await look("set-up, where");
  await page.getByRole("textbox", { name: place.location }).fill(box);
  await page.getByText(place.use.new).waitFor();
  await page.getByRole("button", { name: common.folderPicker.choosePlace }).click();
  await page.getByRole("dialog", { name: common.folderPicker.title }).waitFor();
  await look("folder chooser");
  await page.keyboard.press("Escape");
  await press(page, place.suggest);
  await page.getByRole("checkbox", { name: place.kept }).check();
  await press(page, common.continue);
  await heading(page, setUp.when.title).waitFor();
  await page.getByText(setUp.when.own).click();
  await look("set-up, when");
  await page.getByText(setUp.when.hourly).click();
  await press(page, common.continue);
  await heading(page, setUp.ready.title).waitFor();
  await look("set-up, ready");
  await press(page, setUp.start);
}

test.skipIf(lacksTool("chromium"))(
  "from the set-up to a restored file, everything is said in Chinese",
  async () => {
    const home = await tempFolder();
    const documents = join(home, "Documents");
    await mkdir(join(documents, "报价"), { recursive: true });
    await writeFile(join(documents, "letter.txt"), "Dear customer");
    await writeFile(join(documents, "报价", "Offer 114.txt"), "12");
    const host = await startConsoleHost(home);
    const page = await openPage(host.link, { locale: "zh-CN" });
    const { look, found } = lookOut(page);

    const box = await tempFolder();
    await setUpInChinese(page, join(box, "nas"), look);
    await page
      .getByRole("cell", { name: /新增 2/ })
      .first()
      .waitFor();
    await look("backups");
    await page.getByRole("button", { name: /新建计划/ }).click();
    await page.getByRole("textbox").first().waitFor();
    await look("a new plan");
    await openPart(page, "overview");
    await page.getByRole("heading", { level: 1, name: /受保护/ }).waitFor();
    await look("overview");

    // look around, and bring a file back
    await rm(join(documents, "报价"), { recursive: true });
    await openPart(page, "restore");
    await fileRow(page, "letter.txt").click();
    await page.getByText("Dear customer").waitFor();
    await look("restore");
    await press(page, restore.mode.compare);
    await look("compare");
    await press(page, restore.mode.search);
    await look("search, empty");
    await page.getByLabel(restore.search.field).fill("offer");
    await page.getByRole("grid").getByText("Offer 114.txt").first().click();
    await look("search");
    await page.getByLabel(restore.search.field).fill("没有这个名称");
    await page.getByText(restore.search.nothingText).waitFor();
    await look("search, nothing found");
    await press(page, restore.mode.time);
    await fileRow(page, "报价").getByRole("gridcell", { name: "报价", exact: true }).click();
    await page.keyboard.press("Space");
    await look("restore, chosen");
    await press(page, restore.bar.restore);
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^恢复 1/ })
      .waitFor();
    await look("restore, where to");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^恢复 1/ })
      .click();
    await page.getByText(restore.result.verifiedAll).waitFor();
    await look("restore, result");
    expect(await readFile(join(documents, "报价", "Offer 114.txt"), "utf8")).toBe("12");
    await page.getByRole("dialog").getByRole("button", { name: restore.result.activity }).click();
    await page.getByRole("article").waitFor();
    await look("activity, a restore");

    // trouble
    await rename(join(box, "nas"), join(box, "away"));
    await openPart(page, "backups");
    await page.getByRole("button", { name: /全部立即备份/ }).click();
    await page.getByRole("heading", { level: 1, name: /失败/ }).waitFor();
    await look("backups, failed");
    await openPart(page, "alerts");
    await page.getByRole("article").waitFor();
    await look("alerts");
    await openPart(page, "activity");
    await page.getByRole("article").waitFor();
    await look("activity, a failure");
    await openPart(page, "overview");
    await page.getByRole("listitem").first().waitFor();
    await look("overview, trouble");

    await openPart(page, "settings");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look("settings");
    await page.goto(`${new URL(host.url).origin}/#/settings/sources`);
    await look("settings, sources");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await look("palette");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await look("keys");

    expect(found).toEqual([]);
  },
);
