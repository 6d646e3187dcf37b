/** Which source has to be in which place, said on the page: a cell tells whether it is so, readiness follows, and a restart forgets nothing. */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { openPage, SERVER_GONE } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { QUICK } from "../support/failover-office.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { latinOn } from "../support/latin-words.ts";
import { officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 90_000;

const matrixOn = (page: Page) => page.getByRole("region", { name: "Where everything lies" });
const rowOn = (page: Page, source: string) =>
  matrixOn(page).getByRole("row", { name: new RegExp(`^${source}`) });
/** What stands in the column of the second place. */
const inSecond = (page: Page, source: string) => rowOn(page, source).getByRole("cell").nth(1);

test.skipIf(lacksTool("chromium"))(
  "a rule is changed by keyboard, its cell says met or unmet, and another host knows it",
  async () => {
    const { page, api, host, path, go, backUp, repository, source, planId } = await officeConsole({
      mayComplain: SERVER_GONE,
    });
    mkdirSync(path("photos"));
    writeFileSync(path("photos", "summer.jpg"), "sun");
    const photos = await api.call("sources.save", {
      sourceId: null,
      draft: folderSource("Photos", path("photos")),
    });
    await api.call("plans.save", {
      planId,
      draft: {
        ...MANUAL_PLAN,
        ...{ name: "Office", repositoryId: repository.id, sourceIds: [source.id, photos.id] },
      },
    });
    expect(await backUp()).toBe("done");
    await api.call("replicas.add", {
      ...{ repositoryId: repository.id, name: "warehouse", location: path("warehouse") },
    });
    await api.call("failover.settings", { repositoryId: repository.id, settings: QUICK });
    await go("/failover");
    const sentence = page.locator("main h1");
    await sentence
      .filter({ hasText: "warehouse is ready. Nothing is behind." })
      .waitFor({ timeout: WAIT_MS });
    for (const name of ["Documents", "Photos"])
      await inSecond(page, name).getByText("newest", { exact: true }).waitFor({ timeout: WAIT_MS });

    await matrixOn(page).getByRole("button", { name: "Rules…" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Which source has to be in which place" });
    const box = (source: string, place: string) =>
      dialog.getByRole("checkbox", { name: `${source} has to be in ${place}` });
    await box("Photos", "warehouse").focus();
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press("Space");
    await expect.poll(() => box("Photos", "warehouse").isChecked(), { timeout: WAIT_MS }).toBe(false);
    await box("Photos", "NAS").focus();
    await page.keyboard.press("Space");
    await dialog.getByText("Photos has to be nowhere.").waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    await page.keyboard.press("Space");
    await dialog.getByText("Photos has to be nowhere.").waitFor({ state: "detached", timeout: WAIT_MS });
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await inSecond(page, "Photos").getByText("need not be there").waitFor({ timeout: WAIT_MS });
    const { readiness } = await api.call("failover.readiness", { repositoryId: repository.id });
    expect(readiness.failover.facts).toMatchObject({ healthyCopies: 0, behindMs: 0 });

    renameSync(path("warehouse"), path("unplugged"));
    writeFileSync(path("photos", "autumn.jpg"), "rain");
    expect(await backUp()).toBe("done");
    const unmet = inSecond(page, "Documents").getByText("1 missing", { exact: true });
    await unmet.waitFor({ timeout: WAIT_MS });
    await inSecond(page, "Photos").getByText("need not be there").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await api.call("settings.set", { language: "zh", theme: "dark" });
    await page.getByRole("button", { name: "规则…" }).click();
    await page.getByRole("checkbox", { name: "Photos 必须存放在 warehouse" }).waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    const names = ["NAS", "warehouse", "Documents", "Photos", "Office", hostname(), path()];
    // what is announced of the sentence follows it a moment later
    await expect.poll(() => latinOn(page, names), { timeout: WAIT_MS }).toEqual([]);
    await api.call("settings.set", { language: "en", theme: "light" });
    await page.close();
    await api.close();
    expect(await host.stop()).toBe(0);

    const again = await openPage((await startConsoleHost(path("home"))).link, { locale: "en-GB" });
    await again.locator("nav").waitFor({ timeout: WAIT_MS });
    await again
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link", { name: /^Failover/ })
      .click();
    await inSecond(again, "Photos").getByText("need not be there").waitFor({ timeout: WAIT_MS });
    await inSecond(again, "Documents").getByText("1 missing", { exact: true }).waitFor();
    renameSync(path("unplugged"), path("warehouse"));
    await inSecond(again, "Documents").getByText("newest", { exact: true }).waitFor({ timeout: WAIT_MS });
    await matrixOn(again).getByRole("button", { name: "Rules…" }).click();
    await again.getByRole("checkbox", { name: "Photos has to be in warehouse" }).check();
    await again.getByRole("button", { name: "Done" }).click();
    await inSecond(again, "Photos").getByText("newest", { exact: true }).waitFor({ timeout: WAIT_MS });
  },
);
