/** What a person sees and does to have databases saved, and to get one back. */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import type { DatabaseServer } from "../support/database-server.ts";
import { startMariadb } from "../support/mariadb-server.ts";
import { officeConsole } from "../support/office-console.ts";
import { fileRow } from "../support/pages.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;
const WORDS = {
  en: {
    ...{ addSource: "Add a source…", kind: "What it is", name: "Name", user: "User", password: "Password" },
    ...{ address: "Address", port: "Port", try: "Try it", save: "Save", anyway: "Save anyway" },
    ...{ good: "It can be read.", users: "Users and rights", plan: "Save plan", newPlan: "New plan" },
    ...{
      refused: /let nobody in/,
      restore: "Restore…",
      into: "Into a database",
      asFile: "As a file, into a folder",
    },
    ...{ there: "Name of the database there", type: /^Type shop to have it replaced/, deed: "Restore shop" },
    ...{ done: /shop is there again/, aside: /The one before is called shop_replaced_/ },
  },
  zh: {
    ...{ addSource: "添加来源…", kind: "内容", name: "名称", user: "用户", password: "密码" },
    ...{ address: "地址", port: "端口", try: "测试", save: "保存", anyway: "仍然保存" },
    ...{ good: "可以读取。", users: "用户和权限", plan: "保存计划", newPlan: "新建计划" },
    ...{ refused: /无法登录/, restore: "恢复…", into: "恢复到数据库", asFile: "作为文件，恢复到文件夹" },
    ...{ there: "数据库在那里的名称", type: /^输入 shop 以替换它/, deed: "恢复 shop" },
    ...{ done: /shop 已恢复/, aside: /原来的数据库现在名为 shop_replaced_/ },
  },
} as const;
type Words = (typeof WORDS)["en" | "zh"];

const CASES = [
  { language: "en", kind: "postgresql", ending: ".dump", start: startPostgres },
  { language: "zh", kind: "mariadb", ending: ".sql", start: startMariadb },
] as const;

async function fillIn(dialog: Locator, words: Words, kind: string, { overNetwork }: DatabaseServer) {
  const { server, user } = overNetwork;
  if (server.by !== "network") throw new Error("no network");
  await dialog.getByLabel(words.kind, { exact: true }).selectOption(kind);
  await dialog.getByLabel(words.name, { exact: true }).fill("Books");
  await dialog.getByLabel(words.address, { exact: true }).fill(server.address);
  await dialog.getByLabel(words.port, { exact: true }).fill(String(server.port));
  await dialog.getByLabel(words.user, { exact: true }).fill(user);
}

/** Opens folders of the file list one after another. */
async function openFolders(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await fileRow(page, name).getByRole("gridcell", { name, exact: true }).dblclick();
  }
}

test.skipIf(lacksTool("chromium", "pg_ctlcluster", "mariadbd")).each(CASES)(
  "a database is set up, tried, saved and put back ($kind, $language)",
  async ({ language, kind, ending, start }) => {
    const words = WORDS[language];
    const server = await start();
    server.sql("CREATE DATABASE shop");
    server.sql("CREATE TABLE goods (id int PRIMARY KEY); INSERT INTO goods VALUES (1), (2), (3);", "shop");
    const { page, api, go, repository } = await officeConsole();
    await api.call("settings.set", { language });

    await go("/backups/new");
    await page.getByRole("button", { name: words.addSource }).click();
    const dialog = page.getByRole("dialog");
    await fillIn(dialog, words, kind, server);
    await dialog.getByLabel(words.password, { exact: true }).fill("not this one");
    await dialog.getByRole("button", { name: words.save, exact: true }).click();
    await dialog.getByText(words.refused).waitFor({ timeout: WAIT_MS });
    await dialog.getByRole("button", { name: words.anyway }).waitFor();
    expect((await api.call("sources.list", {})).sources).toHaveLength(1); // nothing was saved
    await dialog.getByLabel(words.password, { exact: true }).fill(server.access.password ?? "");
    await dialog.getByRole("button", { name: words.try, exact: true }).click();
    await dialog.getByText(words.good).waitFor({ timeout: WAIT_MS });
    await dialog.getByText(words.users).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: words.save, exact: true }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    const saved = (await api.call("sources.list", {})).sources.find(({ name }) => name === "Books");
    expect(saved).toMatchObject({ kind, hasPassword: true, databases: [] });
    expect(JSON.stringify(saved)).not.toContain("Zebrafink");

    await page.getByRole("checkbox", { name: "Books" }).waitFor();
    await page.getByLabel(words.name, { exact: true }).fill("Nightly");
    await page.getByRole("button", { name: words.plan }).click();
    await page
      .getByRole("link", { name: "Nightly" })
      .or(page.getByRole("heading", { name: "Nightly" }))
      .first()
      .waitFor({ timeout: WAIT_MS });
    const { plans } = await api.call("plans.list", {});
    const plan = plans.find(({ plan: { name } }) => name === "Nightly");
    if (plan === undefined || saved === undefined) throw new Error("no plan");
    const { runId } = await api.call("plans.run", { planId: plan.plan.id });
    await expect
      .poll(
        async () =>
          (await api.call("plans.history", { planId: plan.plan.id, beforeMs: null, limit: 10 })).runs.find(
            ({ id }) => id === runId,
          )?.state,
      )
      .toBe("done");

    server.sql("DELETE FROM goods WHERE id > 1", "shop");
    await go(`/restore?repository=${repository.id}&series=${saved.id}`);
    const folder =
      server.overNetwork.server.by === "network" ? `127.0.0.1_${server.overNetwork.server.port}` : "";
    await openFolders(page, ...((await fileRow(page, kind).count()) > 0 ? [kind, folder] : []), "databases");
    const file = `shop${ending}`;
    await fileRow(page, file).getByRole("gridcell", { name: file, exact: true }).click();
    if ((await fileRow(page, file).getAttribute("aria-selected")) !== "true")
      await page.keyboard.press("Space");
    await page.getByRole("button", { name: words.restore }).click();
    const ask = page.getByRole("dialog");
    await expect.poll(() => ask.getByRole("radio", { name: words.into }).isChecked()).toBe(true);
    await ask.getByRole("radio", { name: words.asFile }).waitFor();
    await expect.poll(() => ask.getByLabel(words.there).inputValue()).toBe("shop");
    expect(await violationsOn(page)).toEqual([]);
    await ask.getByRole("button", { name: words.deed }).click({ force: true }); // the name was not typed yet
    await ask.getByLabel(words.type).fill("shop");
    await ask.getByRole("button", { name: words.deed }).click();
    await page.getByText(words.done).first().waitFor({ timeout: WAIT_MS });
    await page.getByText(words.aside).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(server.sql("SELECT count(*) FROM goods", "shop").trim()).toBe("3");
    const aside =
      kind === "mariadb"
        ? server.sql("SHOW DATABASES LIKE 'shop_replaced%'")
        : server.sql("SELECT datname FROM pg_database WHERE datname LIKE 'shop_replaced%'");
    expect(server.sql("SELECT count(*) FROM goods", aside.trim()).trim()).toBe("1");
  },
);
