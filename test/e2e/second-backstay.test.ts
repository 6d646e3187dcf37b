/** Two computers at one repository: on the page of one of them the other takes a plan over, and hands it back. */
import { hostname } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { openTestHost } from "../support/host.ts";
import { latinOn } from "../support/latin-words.ts";
import { OFFICE_PASSWORD, type OfficeConsole, officeConsole } from "../support/office-console.ts";
import { busyness } from "../support/processor-time.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 120_000;
const HEADING = "Other computers that can start these plans";

/** The other computer; its host runs in the process of the test. */
async function otherComputer({ path }: OfficeConsole) {
  const other = await openTestHost(path("other"), { hostname: "server" });
  onTestFinished(() => other.stop());
  const repository = await other.call("repositories.open", {
    ...{ name: "Box", location: path("nas"), password: OFFICE_PASSWORD },
  });
  return { other, repositoryId: repository.id };
}

/** No look is late on a machine that has more to do than it can. */
const leaseSeconds = () => Math.min(20, Math.ceil(6 * busyness()));

test.skipIf(lacksTool("chromium"))(
  "a plan is marked where it is edited, another computer stands by for it, and it is kept again",
  async () => {
    const office = await officeConsole();
    const { page, api, go, planId } = office;
    await go("/failover");
    const band = page.getByRole("region", { name: HEADING });
    await band.getByText("No other computer has left a sign here.").waitFor({ timeout: WAIT_MS });
    const row = band.getByRole("listitem").filter({ hasText: "Office hours" });
    await row.getByText("Only this computer starts it.").waitFor();
    expect(await violationsOn(page)).toEqual([]);

    await go(`/backups/${planId}/edit`);
    const mark = page.getByRole("checkbox", { name: "May be taken over" });
    expect(await mark.isChecked()).toBe(false);
    await mark.focus();
    await page.keyboard.press("Space");
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Save plan" }).click();
    await page.waitForURL(new RegExp(`#/backups/${planId}$`), { timeout: WAIT_MS });
    expect((await api.call("standIn.list", {})).plans).toMatchObject([
      { planId, isOwn: true, lastsMs: 120_000, state: "own" },
    ]);

    const { other } = await otherComputer(office);
    await other.call("standIn.list", { look: "now" });
    await other.call("standIn.standBy", { planId, afterMs: 60_000 });
    await go("/failover");
    await row.getByText("This computer starts it. server stands by.").waitFor({ timeout: WAIT_MS });
    await row.getByText("This computer counts as gone when it has left no sign for 2 min.").waitFor();
    await band.getByText(/^server is there\. Its last sign is of .*, by its own clock\.$/).waitFor();
    expect(await violationsOn(page)).toEqual([]);

    await row.getByRole("button", { name: "Change…" }).click();
    const dialog = page.getByRole("dialog", { name: "When Office hours may be taken over" });
    const seconds = dialog.getByRole("textbox");
    await seconds.fill("2");
    await dialog.getByText("A whole number from 3 to 86400.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await seconds.fill("300");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await row.getByText("has left no sign for 5 min.").waitFor({ timeout: WAIT_MS });

    await go(`/backups/${planId}/edit`);
    await page.getByRole("checkbox", { name: "May be taken over", checked: true }).waitFor();
    await go("/failover");
    await row.getByRole("button", { name: "Keep to this computer…" }).click();
    await page.getByText("No other computer starts this plan any more").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Keep it here" }).click();
    await row.getByText("Only this computer starts it.").waitFor({ timeout: WAIT_MS });
    await other.call("standIn.list", { look: "now" });
    expect((await other.call("standIn.list", {})).plans).toMatchObject([{ planId, state: "withdrawn" }]);
  },
);

test.skipIf(lacksTool("chromium"))(
  "this computer stands by on the page, takes over when the other is gone, says since when, and leaves",
  async () => {
    const office = await officeConsole();
    const { page, api, go, path, planId: ownId, source } = office;
    const { other, repositoryId } = await otherComputer(office);
    const { id: _, ...draft } = source;
    const theirs = await other.call("sources.save", { sourceId: null, draft: { ...draft, name: "Desk" } });
    const { plan } = (await api.call("plans.list", {})).plans.find((one) => one.plan.id === ownId) ?? {};
    if (plan === undefined) throw new Error("no plan");
    const { id: __, isPaused: ___, ...rest } = plan;
    const { id: planId } = await other.call("plans.save", {
      planId: null,
      draft: { ...rest, name: "Reception", repositoryId, sourceIds: [theirs.id] },
    });
    const lastsMs = leaseSeconds() * 1000;
    await other.call("standIn.offer", { planId, isOffered: true, lastsMs });

    await go("/failover");
    const band = page.getByRole("region", { name: HEADING });
    const row = band.getByRole("listitem").filter({ hasText: "Reception" });
    await row.getByText("server offers it. This computer does not stand by.").waitFor({ timeout: WAIT_MS });
    await row.getByRole("button", { name: "Stand by…" }).click();
    const dialog = page.getByRole("dialog", { name: "Stand by for Reception" });
    await dialog.getByText(path("documents")).waitFor();
    await dialog.getByRole("textbox").fill("3");
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Stand by" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await row.getByText("server starts it. This computer stands by.").waitFor({ timeout: WAIT_MS });
    await row.getByText(/It is taken over when server has left no sign for/).waitFor();
    await go("/backups");
    await page
      .getByRole("row", { name: /Reception/ })
      .getByText("server starts it")
      .waitFor();
    await go("/failover");

    await other.stop();
    await row
      .getByText("This computer starts it, because server has not been heard of.")
      .waitFor({ timeout: WAIT_MS });
    await row.getByText(/^Since .*\. A backup that is under way is ended first\.$/).waitFor();
    await band.getByText(/^server is not there\./).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 1024, height: 700 });
    await api.call("settings.set", { language: "zh", theme: "dark" });
    await page.getByText("server 没有音讯，现由本机执行。").waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    const names = ["NAS", "Documents", "Reception", "Office hours", "server", hostname(), path()];
    expect(await latinOn(page, names)).toEqual([]);
    await api.call("settings.set", { language: "en", theme: "light" });

    await go(`/backups/${planId}/edit`);
    await page.getByText("This plan was made on server, and this computer stands by for it.").waitFor();
    await go("/failover");
    await row.getByRole("button", { name: "Stand by no more…" }).click();
    await page.getByText("It stays on server, and all its backups stay.").waitFor();
    await page.getByRole("button", { name: "Stand by no more", exact: true }).click();
    await row.getByText("This computer does not stand by.").waitFor({ timeout: WAIT_MS });
    expect((await api.call("plans.list", {})).plans.map((one) => one.plan.name)).toEqual(["Office hours"]);

    // that computer never comes back
    await row.getByRole("button", { name: "Stand by…" }).click();
    await page
      .getByRole("dialog", { name: "Stand by for Reception" })
      .getByRole("button", { name: "Stand by" })
      .click();
    await row.getByRole("button", { name: "Make it this computer’s own…" }).click({ timeout: WAIT_MS });
    const own = page.getByRole("dialog", { name: "Make Reception this computer’s own?" });
    await own.getByText("If server is there after all, only out of reach").waitFor();
    await own.getByText(path("documents")).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await own.getByRole("button", { name: "Make it this computer’s own" }).click();
    await row
      .getByText("This computer starts it. No other computer stands by yet.")
      .waitFor({ timeout: WAIT_MS });
    const { entries } = await api.call("audit.list", { before: null, limit: 50 });
    expect(entries.map(({ action }) => action)).toContain("standIn.adopt");
    await go(`/backups/${planId}/edit`);
    await page.getByRole("checkbox", { name: "May be taken over", checked: true }).waitFor();
  },
);
