/** What a person sees and does when a file got another content and kept its date. */
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

const LONG_AGO = new Date("2020-02-02T02:02:02Z");

const WORDS = {
  en: {
    title: "Files in Documents changed without a new date",
    over: "Files in Documents had changed without a new date",
    look: "Look at the alert",
    restore: "Show the files as they were",
    pinned: "Pinned: it has files as they were before they changed",
    ofPlan: /No plan removes the pinned snapshot of Documents/,
    meant: "It was meant…",
    deed: "It was meant",
    letGo: "Let go of it…",
    letGoDeed: "Let go of it",
    pin: "Pin this snapshot",
    byPerson: "Pinned: no plan removes this snapshot.",
    unpin: "Let go of it",
  },
  zh: {
    title: "Documents 有文件内容变了而日期未变",
    over: "Documents 曾有文件内容变了而日期未变",
    look: "查看告警",
    restore: "查看更改之前的文件",
    pinned: "已固定：它保存着一些文件",
    ofPlan: /任何计划都不会移除\s*Documents\s*于/,
    meant: "属于正常操作…",
    deed: "是正常操作",
    letGo: "取消固定…",
    letGoDeed: "取消固定",
    pin: "固定此快照",
    byPerson: "已固定：任何计划都不会移除此快照。",
    unpin: "取消固定",
  },
} as const;

test.skipIf(lacksTool("chromium")).each(["en", "zh"] as const)(
  "an alert leads to the pinned snapshot, and ends with the pin when it was meant, or is let go of (%s)",
  async (language) => {
    const words = WORDS[language];
    const { page, go, api, backUp, path, repository } = await officeConsole();
    await api.call("settings.set", { language });
    mkdirSync(path("documents"), { recursive: true });
    const write = (content: string, name = "photo.jpg") => {
      writeFileSync(path("documents", name), content);
      utimesSync(path("documents", name), LONG_AGO, LONG_AGO);
    };
    const pins = async () => (await api.call("snapshots.pins", { repositoryId: repository.id })).pins;
    write("a picture.");
    write("other one.", "vault.hc");
    expect(await backUp()).toBe("done");
    write("A PICTURE.");
    expect(await backUp()).toBe("done");

    await go("/overview");
    await page.getByRole("button", { name: words.look }).first().click();
    await page.getByRole("heading", { level: 2, name: words.title }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.locator("article").textContent()).toContain("photo.jpg");
    await page.getByRole("button", { name: words.restore }).click();
    await page.locator("[data-region=pin]").getByText(words.pinned).waitFor();
    expect(page.url()).toContain("snapshot=");
    expect(await violationsOn(page)).toEqual([]);

    await go("/backups");
    await page.getByText(words.ofPlan).waitFor();
    expect(await violationsOn(page)).toEqual([]);

    await go("/alerts");
    await page.getByRole("button", { name: words.meant }).click();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: words.deed }).click();
    await page.getByText(words.over).first().waitFor();
    expect(await pins()).toEqual([]);
    write("a picTURE.");
    expect(await backUp()).toBe("done");
    expect(await pins(), "it was meant").toEqual([]);

    write("OTHER ONE.", "vault.hc");
    expect(await backUp()).toBe("done");
    expect(await pins()).toHaveLength(1);
    const { alerts: again } = await api.call("alerts.list", { which: "open", limit: 5 });
    await go(`/alerts/${again[0]?.id}`);
    await page.getByRole("heading", { level: 2, name: words.title }).waitFor(); // not the one that is over
    await page.getByRole("button", { name: words.restore }).click();
    await page.getByRole("button", { name: words.letGo }).click();
    await page.getByRole("dialog").getByRole("button", { name: words.letGoDeed }).click();
    await page.getByRole("button", { name: words.pin }).waitFor();
    expect(await pins()).toEqual([]);
    const { alerts } = await api.call("alerts.list", { which: "open", limit: 5 });
    expect(alerts).toEqual([]);

    await page.getByRole("button", { name: words.pin }).click();
    await page.getByText(words.byPerson).waitFor();
    expect(await pins()).toMatchObject([{ reason: "person" }]);
    await page.locator("[data-region=pin]").getByRole("button", { name: words.unpin }).click();
    await page.getByRole("button", { name: words.pin }).waitFor();
    expect(await pins()).toEqual([]);
  },
);

test.skipIf(lacksTool("chromium"))(
  "where several sources are saved, each alert shows the files of its own",
  async () => {
    const { page, go, api, backUp, path, planId, repository, source: documents } = await officeConsole();
    mkdirSync(path("photos"));
    const source = await api.call("sources.save", {
      sourceId: null,
      draft: folderSource("Photos", path("photos")),
    });
    await api.call("plans.save", {
      planId,
      draft: {
        ...{ ...MANUAL_PLAN, name: "Office hours", repositoryId: repository.id },
        sourceIds: [documents.id, source.id],
      },
    });
    const write = (content: string) => {
      for (const folder of ["documents", "photos"]) {
        writeFileSync(path(folder, "beach.jpg"), content);
        utimesSync(path(folder, "beach.jpg"), LONG_AGO, LONG_AGO);
      }
    };
    write("the sea...");
    expect(await backUp()).toBe("done");
    write("THE SEA...");
    expect(await backUp()).toBe("done");
    const { alerts } = await api.call("alerts.list", { which: "open", limit: 5 });
    expect(alerts).toHaveLength(2);
    for (const { id, subject } of alerts) {
      await go(`/alerts/${id}`);
      await page.getByRole("button", { name: WORDS.en.restore }).click();
      const name = subject.code === "SOURCE_ROTTED" ? subject.about : "";
      await page.getByRole("heading", { level: 1, name: `${name} as it was` }).waitFor();
    }
  },
);
