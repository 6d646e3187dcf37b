/** Somebody asks what would survive: reads the table, walks in it by keyboard, and opens the reason. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLab } from "../../core/health/testing/fixtures.ts";
import { violationsOn } from "../support/axe.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { latinOn } from "../support/latin-words.ts";
import { storageConsole } from "../support/storage-console.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";
import { smartOutput } from "../support/virtual-machine.ts";

const WAIT_MS = 60_000;
const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");
/** What the office and makers call things, which nobody translates. */
const NAMES = [
  ...["LABDISK SATA HDD", "A1", "B2", "office-pc", "Backups", "Letters", "Photos", "Now", "ext4"],
  ...["documents", "photos", "backups", "sda", "tmp"],
];

test.skipIf(lacksTool("chromium"))(
  "what survives is read at a glance, walked by arrow keys, and each cell says why",
  async () => {
    const { host, machine, page, go } = await storageConsole();
    machine.setDisks(
      ["A1", "B2"].map((serial, n) => ({
        name: n === 0 ? "sda" : "sdb",
        smart: smartOutput(HEALTHY, { serial, raw: n === 0 ? {} : { 5: 3 } }),
      })),
    );
    const folder = await tempFolder();
    const { id: repositoryId } = await host.call("repositories.create", {
      ...{ name: "Backups", location: join(folder, "backups"), password: "sesame" },
    });
    const sourceIds = [];
    for (const name of ["Letters", "Photos"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "one.txt"), name);
      const draft = folderSource(name, join(folder, name));
      sourceIds.push((await host.call("sources.save", { sourceId: null, draft })).id);
    }
    const draft = { ...MANUAL_PLAN, name: "Now", repositoryId, sourceIds };
    const plan = await host.call("plans.save", { planId: null, draft });
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    await host.call("app.finishSetUp", {});
    await host.call("health.checkNow", {});
    await go("/overview");

    const table = page.getByRole("table").filter({ hasText: "Good copies" });
    const heads = ["a disk", "office-pc", "the office", "the password"];
    for (const head of heads)
      await table.getByRole("columnheader", { name: head, exact: true }).waitFor({ timeout: WAIT_MS });
    const cell = (source: string, loss: string) =>
      table.getByRole("button", { name: new RegExp(`^${source}, without ${loss}: `) });
    expect(await cell("Letters", "office-pc").getAttribute("aria-label")).toContain("0 copies left");
    expect(await cell("Letters", "the password").getAttribute("aria-label")).toContain("1 copy left");

    await cell("Letters", "a disk").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    const focused = () => page.evaluate(`document.activeElement?.getAttribute("aria-label")`);
    await expect.poll(focused).toContain("Photos, without office-pc");
    await page.keyboard.press("Enter");
    const why = page.getByText(/^If this computer, office-pc, is lost, so are the sources on it\./);
    await why.waitFor({ timeout: WAIT_MS });
    expect(await why.innerText()).toContain("The copy in Backups is lost with it. Nothing is left.");
    await page.keyboard.press("Escape");
    await why.waitFor({ state: "hidden", timeout: WAIT_MS });
    await expect.poll(focused).toContain("Photos, without office-pc");
    await page.keyboard.press("Tab");
    await expect.poll(focused).not.toContain("without"); // all of them are one stop

    const found: string[] = [];
    for (const language of ["en", "zh"] as const) {
      await host.call("settings.set", { language });
      await page.locator(`html[lang^=${language}]`).waitFor();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await table.or(page.getByRole("table").first()).first().waitFor();
        await page.locator("[data-cell] button").nth(1).click();
        await page.getByRole("dialog").waitFor({ timeout: WAIT_MS });
        const problems = await violationsOn(page);
        found.push(...problems.map((problem) => `${language}, ${colorScheme}: ${problem}`));
        if (language === "zh" && colorScheme === "light")
          found.push(...(await latinOn(page, NAMES)).map((words) => `not Chinese: ${words}`));
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "hidden", timeout: WAIT_MS });
      }
    }
    expect(found).toEqual([]);
  },
);
