/** Has a source read as of one moment, and reads in the job whether it was. */
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { folderSource } from "../support/host.ts";
import { hasFileSystem } from "../support/kernel-here.ts";
import { makeLoopDisk, mountPoint } from "../support/loop-disk.ts";
import { officeConsole } from "../support/office-console.ts";
import { canMount, mountTmpfs } from "../support/tmpfs.ts";
import { lacks, lacksInKernel, lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;
const WORDS = {
  en: {
    edit: "Edit…",
    option: "Read everything as of one moment",
    save: "Save",
    heading: "As of one moment",
    live: "The files were read while they were in use",
    why: "its file system, tmpfs, cannot make a snapshot here",
    taken: "All files were read as of one moment",
    how: "Btrfs snapshot",
  },
  zh: {
    edit: "编辑…",
    option: "按同一时刻的状态读取",
    save: "保存",
    heading: "同一时刻",
    live: "文件是在使用中读取的",
    why: "其文件系统（tmpfs）在此处无法生成快照",
    taken: "所有文件均读自文件系统快照",
    how: "Btrfs 快照",
  },
} as const;

const isLacking =
  lacksTool("chromium", "mkfs.btrfs", "losetup") ||
  lacks("a right to mount", process.geteuid?.() === 0 && canMount()) ||
  lacksInKernel("Btrfs and loop devices", hasFileSystem("btrfs"));

test.skipIf(isLacking).each(["en", "zh"] as const)(
  "a source is read as of one moment where its file system can do that, and its job says so (%s)",
  async (language) => {
    const words = WORDS[language];
    const disk = await mountPoint();
    (await makeLoopDisk(256, "btrfs")).mount(disk);
    const plain = await mountTmpfs("16m");
    const { page, go, api, backUp, source } = await officeConsole();
    await api.call("settings.set", { language });
    const showJob = async () => {
      expect(await backUp()).toBe("done");
      const [job] = (
        await api.call("jobs.list", { kinds: ["backup"], states: null, beforeMs: null, limit: 1 })
      ).jobs;
      await go(`/activity/${job?.id}`);
      await page.getByRole("heading", { name: words.heading }).waitFor({ timeout: WAIT_MS });
      expect(await violationsOn(page)).toEqual([]);
      return page.locator("article");
    };

    await api.call("sources.save", { sourceId: source.id, draft: folderSource("Documents", plain) });
    await go("/settings");
    const row = page.getByRole("listitem").filter({ hasText: "Documents" });
    await row.getByRole("button", { name: words.edit }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: words.option }).check();
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.save }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    expect((await api.call("sources.list", {})).sources).toMatchObject([{ asOfOneMoment: true }]);

    const live = await showJob();
    await live.getByText(words.live).waitFor({ timeout: WAIT_MS });
    await live.getByText(words.why).waitFor({ timeout: WAIT_MS });

    await api.call("sources.save", {
      ...{ sourceId: source.id, draft: { ...folderSource("Documents", disk), asOfOneMoment: true } },
    });
    const taken = await showJob();
    await taken.getByText(words.taken).waitFor({ timeout: WAIT_MS });
    await taken.getByText(words.how).waitFor({ timeout: WAIT_MS });
  },
);
