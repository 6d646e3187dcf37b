/** Folders of another machine, as somebody sets them up who has no share of it: from the first key to a file that came back. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { noise } from "../support/crash-sources.ts";
import { officeConsole } from "../support/office-console.ts";
import { fileRow } from "../support/pages.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;
const WORDS = {
  en: {
    ...{ addSource: "Add a source…", kind: "What it is", name: "Name", address: "Address", port: "Port" },
    ...{ user: "User", signIn: "Sign in with", key: "Private key", paths: "Folders and files there" },
    ...{
      more: "What is left out, name and speed",
      hostname: "Name of the machine in snapshots",
      try: "Try it",
      save: "Save",
    },
    ...{ noPaths: "Name at least one, each with its whole path from / on.", noKey: "Give the private key." },
    ...{
      nobody: /Nobody has compared the key/,
      compared: /I have compared the key/,
      good: "It can be read.",
    },
    ...{ refused: /does not let .* in/, bad: "One of 2 cannot be read.", anyway: "Save anyway" },
    ...{ plan: "Save plan", restore: "Restore…", original: "To where they were", deed: /^Restore/ },
    ...{ hint: /These are files of archive/, choose: "Choose a folder…", folder: "Folder", open: "Open" },
    ...{ here: "Choose this folder", done: /was read back and is what/, sources: "Sources", edit: "Edit…" },
    ...{ kept: "Kept in the key store. Leave empty to keep it." },
  },
  zh: {
    ...{ addSource: "添加来源…", kind: "内容", name: "名称", address: "地址", port: "端口" },
    ...{ user: "用户", signIn: "登录方式", key: "私钥", paths: "设备上的文件夹和文件" },
    ...{ more: "排除内容、名称和速度", hostname: "快照中的设备名称", try: "测试", save: "保存" },
    ...{ noPaths: "请至少填写一个，每个都从 / 开始写完整路径。", noKey: "请提供私钥。" },
    ...{ nobody: /这台设备的密钥还没有核对过/, compared: /我已核对密钥/, good: "可以读取。" },
    ...{ refused: /拒绝 .* 登录/, bad: "2 项中有 1 项无法读取。", anyway: "仍然保存" },
    ...{ plan: "保存计划", restore: "恢复…", original: "原来的位置", deed: /^恢复/ },
    ...{ hint: /这些是 archive 的文件/, choose: "选择文件夹…", folder: "文件夹", open: "打开" },
    ...{ here: "选择此文件夹", done: /与备份内容一致/, sources: "来源", edit: "编辑…" },
    ...{ kept: "已保存在密钥库中。留空则保持不变。" },
  },
} as const;

test.skipIf(lacksTool("chromium", "sshd", "ssh-keygen")).each(["en", "zh"] as const)(
  "folders of another machine are set up once its key was compared, tried, saved, and a file comes back (%s)",
  async (language) => {
    const words = WORDS[language];
    const server = await startSshServer();
    const there = await tempFolder();
    const projects = join(there, "projects");
    mkdirSync(join(projects, "Hall 3"), { recursive: true });
    const bytes = noise("of another machine", 300_000);
    writeFileSync(join(projects, "Hall 3", "报价.bin"), bytes);
    writeFileSync(join(projects, "plan.txt"), "a plan");
    const { page, api, go, path, repository } = await officeConsole();
    await api.call("settings.set", { language });

    await go("/backups/new");
    await page.getByRole("button", { name: words.addSource }).click();
    const dialog = page.getByRole("dialog");
    const field = (label: string) => dialog.getByLabel(label, { exact: true });
    const press = (name: string) => dialog.getByRole("button", { name, exact: true }).click();
    await field(words.kind).selectOption("sftp");
    await field(words.name).fill("Projects");
    await field(words.address).fill("127.0.0.1");
    await field(words.port).fill(String(server.port));
    await field(words.user).fill(server.user);
    await field(words.signIn).selectOption("key");
    await press(words.try);
    await dialog.getByText(words.noPaths).waitFor();
    await dialog.getByText(words.noKey).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await field(words.key).fill(server.foreignKey);
    await field(words.paths).fill(`${projects}\n${there}/gone`);
    await dialog.getByText(words.more).click();
    await field(words.hostname).fill("archive");
    await press(words.save);
    await dialog.getByText(server.hostKey, { exact: true }).waitFor({ timeout: WAIT_MS });
    await dialog.getByText(words.nobody).waitFor();
    expect(await dialog.getByRole("button", { name: words.anyway }).count()).toBe(0);
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("checkbox", { name: words.compared }).click();
    await dialog.getByText(words.refused).waitFor({ timeout: WAIT_MS });
    await field(words.key).fill(server.privateKey);
    await press(words.try);
    await dialog.getByText(words.bad).waitFor({ timeout: WAIT_MS });
    await dialog.getByRole("button", { name: words.anyway }).waitFor();
    await field(words.paths).fill(projects);
    await press(words.try);
    await dialog.getByText(words.good).waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    expect((await api.call("sources.list", {})).sources).toHaveLength(1); // nothing was saved so far
    await press(words.save);
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    const saved = (await api.call("sources.list", {})).sources.find(({ name }) => name === "Projects");
    expect(saved).toMatchObject({
      ...{ kind: "sftp", hostname: "archive", paths: [projects], keptOfMachine: ["privateKey"] },
      machine: { hostKey: server.hostKey, signIn: "key" },
    });
    expect(JSON.stringify(saved)).not.toContain("PRIVATE KEY");

    await page.getByRole("checkbox", { name: "Projects" }).waitFor();
    await page.getByLabel(words.name, { exact: true }).fill("Nightly");
    await page.getByRole("button", { name: words.plan }).click();
    await page
      .getByRole("link", { name: "Nightly" })
      .or(page.getByRole("heading", { name: "Nightly" }))
      .first()
      .waitFor({ timeout: WAIT_MS });
    const { plans } = await api.call("plans.list", {});
    const plan = plans.find(({ plan: { name } }) => name === "Nightly")?.plan;
    if (plan === undefined || saved === undefined) throw new Error("no plan");
    const { runId } = await api.call("plans.run", { planId: plan.id });
    const runOf = async () =>
      (await api.call("plans.history", { planId: plan.id, beforeMs: null, limit: 10 })).runs.find(
        ({ id }) => id === runId,
      );
    await expect.poll(async () => (await runOf())?.state).toBe("done");

    await go(`/restore?repository=${repository.id}&series=${saved.id}`);
    // the page begins where there is more than one entry
    await fileRow(page, "Hall 3").getByRole("gridcell", { name: "Hall 3", exact: true }).dblclick();
    await fileRow(page, "报价.bin").getByRole("gridcell", { name: "报价.bin", exact: true }).click();
    if ((await fileRow(page, "报价.bin").getAttribute("aria-selected")) !== "true")
      await page.keyboard.press("Space");
    await page.getByRole("button", { name: words.restore }).click();
    const ask = page.getByRole("dialog");
    await ask.getByText(words.hint).waitFor();
    expect(await ask.getByRole("radio", { name: words.original }).count()).toBe(0);
    expect(await violationsOn(page)).toEqual([]);
    mkdirSync(path("back"));
    await ask.getByRole("button", { name: words.choose }).click();
    const chooser = page.getByRole("dialog").filter({ has: page.getByRole("button", { name: words.here }) });
    const typed = chooser.getByRole("textbox", { name: words.folder, exact: true });
    await typed.fill(path("back"));
    await typed.press("Enter");
    await chooser.getByRole("button", { name: words.open, exact: true }).waitFor({ state: "detached" });
    await chooser.getByRole("button", { name: words.here }).click();
    await ask.getByRole("button", { name: words.deed }).click();
    await page.getByText(words.done).first().waitFor({ timeout: WAIT_MS });
    expect(readFileSync(path("back", "报价.bin")).equals(bytes)).toBe(true);

    await go("/settings");
    const row = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Projects" }) });
    await row.getByText(`${server.user}@127.0.0.1:${server.port}:${projects}`).waitFor();
    await row.getByRole("button", { name: words.edit }).click();
    await page.getByRole("dialog").getByText(words.kept).first().waitFor();
    expect(await page.getByRole("dialog").getByLabel(words.paths).inputValue()).toBe(projects);
  },
);
