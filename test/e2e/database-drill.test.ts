/** Whether databases would come back: a drill begun on the page, and what the page and the report of it say. */
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { MANUAL_PLAN } from "../support/host.ts";
import { startMariadb } from "../support/mariadb-server.ts";
import { officeConsole } from "../support/office-console.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 120_000;
const WORDS = {
  en: {
    ...{ drills: "Drills", start: "Start a drill…", deed: "Start the drill", report: "Report" },
    ...{
      passed: "Passed",
      incomplete: "Incomplete",
      made: "Databases made again",
      all: "4 of 4",
      none: "0 of 4",
    },
    ...{ title: /^Report of the drill of/, heading: "Databases", counted: "2 tables, 300 rows" },
    ...{ restored: "restored", untried: "not tried" },
    why: /2 databases were not tried, as no server of that kind is installed on this computer/,
  },
  zh: {
    ...{ drills: "演练", start: "开始演练…", deed: "开始演练", report: "报告" },
    ...{ passed: "通过", incomplete: "不完整", made: "重建的数据库", all: "4 / 4", none: "0 / 4" },
    ...{ title: /演练的报告$/, heading: "数据库", counted: "2 个表，300 行" },
    ...{ restored: "已恢复", untried: "未尝试" },
    why: /2 个数据库未尝试，原因：本机没有安装同类的数据库服务器/,
  },
} as const;

const CASES = [
  {
    ...({ language: "en", kind: "PostgreSQL", start: startPostgres } as const),
    fill: "CREATE TABLE goods (id int PRIMARY KEY); INSERT INTO goods SELECT generate_series(1, 300); CREATE TABLE empty (id int);",
  },
  {
    ...({ language: "zh", kind: "MariaDB", start: startMariadb } as const),
    fill: "CREATE TABLE goods (id int PRIMARY KEY); INSERT INTO goods SELECT seq FROM seq_1_to_300; CREATE TABLE empty (id int);",
  },
] as const;

test.skipIf(lacksTool("chromium", "pg_ctlcluster", "mariadbd")).each(CASES)(
  "databases are made again in a drill, and where that cannot be tried, page and report say so ($kind, $language)",
  async ({ language, start, fill }) => {
    const words = WORDS[language];
    const server = await start();
    for (const name of ["books", "shop"]) {
      server.sql(`CREATE DATABASE ${name}`);
      server.sql(fill, name);
    }
    const { page, api, go, path, backUp, repository } = await officeConsole();
    expect(await backUp()).toBe("done");
    await api.call("settings.set", { language });
    const { kind, server: where, user, password = "" } = server.access;
    const save = async (programFolder: string | null, sourceId: string | null) =>
      await api.call("sources.save", {
        sourceId: sourceId as never,
        draft: {
          ...{ kind, server: where, user, name: "Accounts", icon: "database", tls: "offered", caFile: null },
          ...{ databases: ["books", "shop"], programFolder, silentMinutes: 5 },
        },
        secrets: { password },
      });
    const source = await save(null, null);
    const { id: planId } = await api.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Books", repositoryId: repository.id, sourceIds: [source.id] },
    });
    const { runId } = await api.call("plans.run", { planId });
    await expect
      .poll(async () => {
        const { runs } = await api.call("plans.history", { planId, beforeMs: null, limit: 10 });
        return runs.find(({ id }) => id === runId)?.state;
      })
      .toBe("done");

    const { jobId } = await api.call("replicas.add", {
      ...{ repositoryId: repository.id, name: "NAS 2", location: path("nas 2") },
    });
    await expect.poll(async () => (await api.call("jobs.get", { jobId })).state).toBe("done");

    await go(`/failover?repository=${repository.id}`);
    const drills = page.getByRole("region", { name: words.drills });
    const rehearse = async () => {
      await drills.getByRole("button", { name: words.start }).click();
      const dialog = page.getByRole("dialog");
      expect(await violationsOn(page)).toEqual([]);
      await dialog.getByRole("button", { name: words.deed }).click();
      await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    };
    const factOf = (word: string) =>
      drills.locator("dt", { hasText: word }).locator("xpath=following-sibling::dd[1]");
    const readReport = async () => {
      await drills.getByRole("button", { name: words.report }).click();
      const report = page.getByRole("dialog", { name: words.title });
      await report.getByRole("heading", { name: words.heading, exact: true }).waitFor({ timeout: WAIT_MS });
      expect(await violationsOn(page)).toEqual([]);
      return report;
    };

    await rehearse();
    await drills.getByText(words.passed, { exact: true }).waitFor({ timeout: WAIT_MS });
    await expect.poll(() => factOf(words.made).innerText()).toBe(words.all);
    const good = await readReport();
    const shop = good.getByRole("row", { name: /^shop · .* NAS 2 / });
    await shop.getByRole("cell", { name: words.counted, exact: true }).waitFor();
    await shop.getByRole("cell", { name: words.restored, exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await good.waitFor({ state: "detached" });

    // the programs of the server are gone
    await save(await tempFolder(), source.id);
    await rehearse();
    await drills.getByText(words.incomplete, { exact: true }).waitFor({ timeout: WAIT_MS });
    await expect.poll(() => factOf(words.made).innerText()).toBe(words.none);
    await drills.getByText(words.why).waitFor();
    const bad = await readReport();
    const cell = bad
      .getByRole("row", { name: /^shop · .* NAS 2 / })
      .getByRole("cell", { name: words.untried, exact: true });
    await cell.waitFor();
    expect(await cell.getAttribute("data-verdict")).toBe("unknown");
    expect(await violationsOn(page)).toEqual([]);
  },
);
