/** What arrives while somebody looks at a page, chooses on it or types takes nothing of that away. */
import { renameSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { QUICK } from "../support/failover-office.ts";
import { holdCalls } from "../support/hold-calls.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { type OfficeConsole, officeConsole } from "../support/office-console.ts";
import { fileRow } from "../support/pages.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;
const TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

/** A second plan, of a folder beside the first one's. */
async function secondPlan({ api, path, repository }: OfficeConsole, folder: string) {
  const source = await api.call("sources.save", {
    sourceId: null,
    draft: folderSource("Photos", path(folder)),
  });
  const plan = await api.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Photos", repositoryId: repository.id, sourceIds: [source.id] },
  });
  return plan.id;
}

const detailTitle = (page: Page) =>
  page.getByRole("article").getByRole("heading", { level: 2 }).textContent();

test.skipIf(lacksTool("chromium"))(
  "files that are chosen stay chosen, and the snapshot stays, when a backup ends meanwhile",
  async () => {
    const office = await officeConsole();
    const { page, go, path, backUp, api } = office;
    expect(await backUp()).toBe("done");
    await go("/restore");
    await fileRow(page, "letter.txt").getByRole("gridcell", { name: "letter.txt", exact: true }).click();
    await page.keyboard.press("Space");
    await page.getByText("1 file selected").waitFor();
    const sentence = await page.locator("main h1").textContent();

    writeFileSync(path("documents", "second letter.txt"), "Dear customer, again");
    expect(await backUp()).toBe("done");
    const slider = page.getByRole("slider", { name: "Snapshot" });
    await expect.poll(() => slider.getAttribute("aria-valuemax"), { timeout: WAIT_MS }).toBe("2");
    await page.evaluate(TWO_FRAMES);
    expect(await page.getByText("1 file selected").count()).toBe(1);
    expect(await slider.getAttribute("aria-valuenow")).toBe("1");

    const planId = await secondPlan(office, "documents/Hall 3");
    const { runId } = await api.call("plans.run", { planId });
    await expect
      .poll(async () => {
        const { runs } = await api.call("plans.history", { planId, beforeMs: null, limit: 5 });
        return runs.find(({ id }) => id === runId)?.state;
      })
      .toBe("done");
    await page.getByRole("button", { name: "What to look at: Documents" }).click();
    await page.getByRole("menuitem", { name: /^Photos/ }).waitFor(); // the page knows of it
    await page.keyboard.press("Escape");
    expect(await page.locator("main h1").textContent()).toContain((sentence ?? "").slice(0, 20));
    expect(await page.getByText("1 file selected").count()).toBe(1);

    await slider.focus();
    await page.keyboard.press("End");
    await expect.poll(() => slider.getAttribute("aria-valuenow")).toBe("2");
    await fileRow(page, "second letter.txt").waitFor();
  },
);

test.skipIf(lacksTool("chromium"))(
  "the job, the alert and the plan that are read stay when others come",
  async () => {
    const office = await officeConsole();
    const { page, go, path, backUp, api } = office;
    renameSync(path("nas"), path("away"));
    expect(await backUp()).toBe("failed");
    await go("/activity");
    const jobs = page.locator("[data-job]");
    const current = () => page.locator("[data-job][aria-current=true]").getAttribute("data-job");
    const first = await current();
    const before = await jobs.count();
    expect(await backUp()).toBe("failed");
    await expect.poll(() => jobs.count(), { timeout: WAIT_MS }).toBeGreaterThan(before);
    expect(await current()).toBe(first);

    renameSync(path("away"), path("nas"));
    expect(await backUp()).toBe("done");
    await go("/backups");
    await page.getByRole("button", { name: "Remove…", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: /Office hours/ });
    await dialog.getByRole("textbox").fill("Office");
    const planId = await secondPlan(office, "not there");
    await api.call("plans.run", { planId });
    await page
      .getByRole("row", { name: /Photos.*(?:failed|Failed)/ })
      .first()
      .waitFor({ timeout: WAIT_MS });
    await page.evaluate(TWO_FRAMES);
    expect(await dialog.getByRole("textbox").inputValue()).toBe("Office");
    await page.keyboard.press("Escape");

    await go("/alerts");
    const title = await detailTitle(page);
    const alerts = page.locator("[data-alert]");
    const count = await alerts.count();
    renameSync(path("nas"), path("away"));
    expect(await backUp()).toBe("failed");
    await expect.poll(() => alerts.first().textContent(), { timeout: WAIT_MS }).not.toContain(title ?? "");
    expect(await alerts.count()).toBeGreaterThanOrEqual(count);
    expect(await detailTitle(page)).toBe(title);
  },
);

test.skipIf(lacksTool("chromium"))(
  "what is typed on after the office's name was saved stays, and rules that are being changed are not undone",
  async () => {
    const { page, go, api } = await officeConsole();
    const saving = await holdCalls(page, "settings.set");
    await page.reload();
    await go("/settings");
    const name = page.getByRole("textbox", { name: "Name of the office" });
    await name.fill("Hansen");
    await name.press("Enter");
    await expect.poll(saving.held).toBe(1);
    await page.keyboard.type(" & Partner");
    saving.release();
    await expect.poll(saving.answered).toBe(1);
    await expect.poll(async () => (await api.call("app.state", {})).settings.officeName).toBe("Hansen");
    await page.evaluate(TWO_FRAMES);
    expect(await name.inputValue()).toBe("Hansen & Partner");

    const setup = { kind: "webhook", shape: "generic", chat: "" } as const;
    await api.call("alerts.channels.save", {
      ...{ channelId: null, secrets: { address: "https://alerts.example/hook" } },
      draft: { name: "Outside", isEnabled: true, language: "en", setup },
    });
    const rules = await api.call("alerts.rules.get", {});
    await go("/alerts/rules");
    await page.getByRole("switch", { name: "Quiet hours" }).check();
    await page.getByLabel("From", { exact: true }).fill("21:15");
    await api.call("alerts.rules.save", { ...rules, fullPercent: 80 });
    // what somebody else changed is taken over, what is being changed here stays
    await expect.poll(() => page.getByLabel(/nearly full/i).inputValue(), { timeout: WAIT_MS }).toBe("80");
    expect(await page.getByLabel("From", { exact: true }).inputValue()).toBe("21:15");
    await page.getByRole("button", { name: "Save rules" }).click();
    await page.getByRole("status").getByText("Saved", { exact: true }).waitFor({ timeout: WAIT_MS });
    expect(await api.call("alerts.rules.get", {})).toMatchObject({
      fullPercent: 80,
      quietHours: { from: "21:15" },
    });
  },
);

test.skipIf(lacksTool("chromium"))(
  "what is marked in the palette stays marked when something new comes above it",
  async () => {
    const office = await officeConsole();
    const { page, api, planId } = office;
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").waitFor();
    await page.keyboard.type("pause");
    const marked = page.getByRole("option", { selected: true });
    await expect.poll(() => marked.textContent()).toContain("Pause Office hours");
    const photos = await secondPlan(office, "documents");
    await page.getByRole("option", { name: /Pause Photos/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => marked.textContent()).toContain("Pause Photos");
    const archive = { ...MANUAL_PLAN, name: "Archive", repositoryId: office.repository.id };
    await api.call("plans.save", { planId: null, draft: { ...archive, sourceIds: [office.source.id] } });
    await page.getByRole("option", { name: /Pause Archive/ }).waitFor();
    await api.call("plans.remove", { planId });
    await page.getByRole("option", { name: /Pause Office hours/ }).waitFor({ state: "detached" });
    expect(await marked.textContent()).toContain("Pause Photos");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const { plans } = await api.call("plans.list", {});
    expect(plans.filter(({ plan }) => plan.isPaused).map(({ plan }) => plan.id)).toEqual([photos]);
  },
);

test.skipIf(lacksTool("chromium"))(
  "a dialog that asks to switch over asks nothing else when backups have moved meanwhile",
  async () => {
    const { page, api, go, path, backUp, repository } = await officeConsole();
    expect(await backUp()).toBe("done");
    await api.call("replicas.add", {
      ...{ repositoryId: repository.id, name: "warehouse", location: path("warehouse") },
    });
    const view = async () => (await api.call("failover.list", {})).repositories[0];
    await api.call("failover.settings", { repositoryId: repository.id, settings: QUICK });
    await go("/failover");
    const ready = page.locator("main h1").filter({ hasText: "warehouse is ready. Nothing is behind." });
    await ready.waitFor({ timeout: WAIT_MS });
    await page.getByRole("button", { name: "Switch over…" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Switch over to warehouse" }).waitFor();
    const warehouse = (await view())?.replicas.find(({ name }) => name === "warehouse");
    if (warehouse === undefined) throw new Error("there is no second place");
    await api.call("failover.switchOver", {
      ...{ repositoryId: repository.id, replicaId: warehouse.id, forGood: false, evenIfBehind: false },
    });
    await dialog.getByText("Backups have moved to warehouse meanwhile.").waitFor({ timeout: WAIT_MS });
    expect(await dialog.getByRole("button").allTextContents()).toEqual(["", "Close"]);
  },
);
