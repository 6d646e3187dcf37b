/** Dialogs in a window that is enlarged to 200 %: nothing to scroll sideways for, and the focus never behind their buttons. */
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { type OfficeConsole, officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

/** Addresses, and what the buttons say there that open the longest dialogs. */
const DIALOGS: readonly (readonly [address: string, en: string, zh: string])[] = [
  ["/backups/new", "Add a source…", "添加来源…"],
  ["/backups/new", "Another place…", "其他位置…"],
  ["/storage", "Watch another host…", "监视另一台主机…"],
  ["/failover", "Switch over…", "切换…"],
  ["/failover", "Thresholds…", "阈值…"],
  ["/failover", "Add a hook…", "添加操作…"],
  ["/failover", "Add a gateway…", "添加网关…"],
  ["/failover", "Let another computer start it…", "允许其他计算机执行…"],
  ["/alerts/channels", "Add a channel…", "添加渠道…"],
  ["/settings", "Open an existing one…", "打开已有的仓库…"],
];
const SIZES = [
  { width: 720, height: 450 },
  { width: 512, height: 350 },
] as const;
/** A line for each thing that is too wide. */
const TOO_WIDE = readFileSync(new URL("../support/in-page/too-wide.js", import.meta.url), "utf8");
/** A line for each thing that has the focus and is not to be seen. */
const HIDDEN_FOCUS = readFileSync(new URL("../support/in-page/hidden-focus.js", import.meta.url), "utf8");

/** An office with two places, on whose pages one may do what only the desktop lets one do: all dialogs are there. */
async function officeWithTwoPlaces(): Promise<OfficeConsole> {
  const office = await officeConsole({ viewport: SIZES[0], deviceScaleFactor: 2 });
  const { page, api, path, repository } = office;
  await api.call("replicas.add", {
    ...{ repositoryId: repository.id, name: "warehouse", location: path("warehouse") },
  });
  await page.routeWebSocket(/./, (socket) => {
    const host = socket.connectToServer();
    host.onMessage((message) =>
      socket.send(
        typeof message === "string"
          ? message.replace('"mayChoosePrograms":false', '"mayChoosePrograms":true')
          : message,
      ),
    );
  });
  await page.reload();
  return office;
}

async function openDialog(page: Page, name: string) {
  await page.getByRole("button", { name, exact: true }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  return dialog;
}

/** In both languages, at both sizes: what is opened from a page is neither too wide nor has the focus out of sight. */
async function lookAtDialogs({ page, api, go }: OfficeConsole): Promise<void> {
  for (const language of ["zh", "en"] as const) {
    await api.call("settings.set", { language });
    await page.locator(`html[lang^=${language}]`).waitFor();
    for (const [address, en, zh] of DIALOGS) {
      await go(address);
      const dialog = await openDialog(page, language === "en" ? en : zh);
      for (const details of await dialog.locator("summary").all()) await details.click();
      for (const size of SIZES) {
        await page.setViewportSize(size);
        for (const wrong of [TOO_WIDE, HIDDEN_FOCUS]) {
          // what has just become narrower is laid out anew in the next frames
          await expect
            .poll(() => page.evaluate<string[]>(wrong), { message: `${address}, ${en}, ${size.width}` })
            .toEqual([]);
        }
      }
      await closeWithEscape(page, dialog);
    }
  }
}

/** Fields beside each other stand on one line, whatever is said above and below them. */
async function lookAtFields({ page, go }: OfficeConsole): Promise<void> {
  const rows = [
    ["/storage", "Watch another host…", "Address"],
    ["/failover", "Add a gateway…", "Address of this computer"],
  ] as const;
  for (const [address, button, field] of rows) {
    await go(address);
    const dialog = await openDialog(page, button);
    const topOf = async (name: string) => (await dialog.getByRole("textbox", { name }).boundingBox())?.y;
    for (const width of [512, 720, 1024, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      for (const port of ["22", "none"]) {
        await dialog.getByRole("textbox", { name: "Port" }).fill(port);
        await expect
          .poll(async () => ((await topOf(field)) ?? 0) - ((await topOf("Port")) ?? 1), {
            message: `${button} ${width}`,
          })
          .toBe(0);
      }
    }
    expect(await violationsOn(page)).toEqual([]);
    await closeWithEscape(page, dialog);
  }
}

/** A menu ends where the window ends: all that is in it can be reached. */
async function lookAtMenu({ page, go }: OfficeConsole): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await go("/settings");
    const opener = page.getByRole("button", { name: "More for NAS" });
    await opener.scrollIntoViewIfNeeded();
    await opener.click();
    const items = page.getByRole("menuitem");
    await items.first().waitFor();
    const count = await items.count();
    expect(count).toBeGreaterThan(4);
    for (let n = 0; n < count; n++) {
      await items.nth(n).focus();
      await expect
        .poll(async () => {
          const { y = -1, height = 0 } = (await items.nth(n).boundingBox()) ?? {};
          return y >= 0 && y + height <= size.height;
        })
        .toBe(true);
    }
    await closeWithEscape(page, items.first());
  }
}

/** All days of a month are within the window, also where that is low, and Chinese says the year first. */
async function lookAtCalendar({ page, api, go, backUp }: OfficeConsole): Promise<void> {
  expect(await backUp()).toBe("done");
  for (const language of ["en", "zh"] as const) {
    await api.call("settings.set", { language });
    await page.locator(`html[lang^=${language}]`).waitFor();
    await go("/restore");
    for (const size of [{ width: 1024, height: 350 }, ...SIZES]) {
      await page.setViewportSize(size);
      await page.getByRole("button", { name: language === "en" ? /^Choose a day/ : /^选择日期/ }).click();
      const days = page.getByRole("dialog").locator("td button:not([data-hidden])");
      await days.first().waitFor();
      const lastY = async () => {
        const { y = -1, height = 0 } = (await days.last().boundingBox()) ?? {};
        return y + height;
      };
      await expect.poll(lastY, { message: `${language} ${size.width}` }).toBeLessThanOrEqual(size.height);
      expect((await days.first().boundingBox())?.y).toBeGreaterThan(0);
      const month = await page.getByRole("dialog").innerText();
      expect(month).toMatch(language === "en" ? /^\s*[A-Z][a-z]+ \d{4}/ : /^\s*\d{4}年\d{1,2}月/);
      await closeWithEscape(page, page.getByRole("dialog"));
    }
  }
}

async function closeWithEscape(page: Page, opened: Locator): Promise<void> {
  await page.keyboard.press("Escape");
  await opened.waitFor({ state: "detached" });
}

test.skipIf(lacksTool("chromium"))("all of a dialog and of a menu is within reach", async () => {
  const office = await officeWithTwoPlaces();
  await lookAtDialogs(office);
  await lookAtFields(office);
  await lookAtMenu(office);
  await lookAtCalendar(office);
});
