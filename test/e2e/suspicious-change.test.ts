/** What a person sees and does when an encryptor was at the office's files. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { officeConsole } from "../support/office-console.ts";
import { createOffice } from "../support/office-tree.ts";
import { lacksTool } from "../support/tools.ts";

const WORDS = {
  en: {
    title: "What changed in Documents looks suspicious",
    look: "Look at the alert",
    restore: "Show the files as they were",
    meant: "It was meant…",
    deed: "It was meant",
    over: "What changed in Documents looked suspicious",
    lost: "Deleted or renamed at once",
  },
  zh: {
    title: "Documents 有可疑的更改",
    look: "查看告警",
    restore: "查看更改之前的文件",
    meant: "属于正常操作…",
    deed: "是正常操作",
    over: "Documents 曾有可疑的更改",
    lost: "一次删除或重命名的比例",
  },
} as const;

test.skipIf(lacksTool("chromium")).each(["en", "zh"] as const)(
  "an alert names what happened, leads to the files as they were, and ends when it was meant (%s)",
  async (language) => {
    const words = WORDS[language];
    const { page, go, api, backUp, path } = await officeConsole();
    await api.call("settings.set", { language });
    const office = createOffice(join(path("documents"), "Office"), "in a browser");
    expect(await backUp()).toBe("done");
    office.encrypt(office.all(), ".lockbit");
    expect(await backUp()).toBe("done");

    await go("/overview");
    await page.getByRole("button", { name: words.look }).first().click();
    await page.getByRole("heading", { level: 2, name: words.title }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.locator("article").textContent()).toContain(".lockbit");
    await go("/backups");
    await page.getByRole("link", { name: words.look }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("link", { name: words.look }).click();

    await page.getByRole("button", { name: words.restore }).click();
    await page
      .getByRole("treeitem", { name: "Office" })
      .or(page.getByRole("row", { name: "Office" }))
      .first()
      .waitFor();
    expect(page.url(), "the snapshot before").toContain("snapshot=");

    await go("/alerts");
    await page.getByRole("button", { name: words.meant }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.deed }).click();
    await page.getByText(words.over).first().waitFor();
    const { plans } = await api.call("plans.list", {});
    expect(plans[0]?.heldSources).toBeUndefined();

    await go("/settings");
    await page.getByLabel(words.lost).selectOption("60");
    await expect
      .poll(async () => (await api.call("app.state", {})).settings.changeLimits)
      .toMatchObject({ isOn: true, lostPercent: 60 });
    expect(await violationsOn(page)).toEqual([]);
  },
);
