/** A second NAS from the page: it is added, takes over when the first goes away, a file comes back meanwhile, and backups go back. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { latinOn } from "../support/latin-words.ts";
import { officeConsole } from "../support/office-console.ts";
import { openPart, restoreChosen } from "../support/pages.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 90_000;
/** What the office calls things. */
const NAMES = ["NAS", "warehouse", "Documents", "Office hours", hostname()];

/** Makes it impatient on the page itself, where what cannot be right is refused at its field. */
async function hurry(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Thresholds…" }).first().click();
  const dialog = page.getByRole("dialog");
  const field = (name: string) => dialog.getByRole("textbox", { name });
  await field("A heartbeat every").fill("1");
  await field("It may take").fill("0");
  await dialog.getByText("At least 1.", { exact: true }).waitFor();
  await field("It may take").fill("3");
  await dialog.getByText(/^Less than 5 seconds: a NAS that spins its disks up/).waitFor();
  await field("It may take").fill("10");
  await dialog.getByText(/^Less than 5 seconds/).waitFor({ state: "detached" });
  await field("within (seconds)").fill("10");
  await dialog.getByText("So many heartbeats cannot fail within that time. At least 12.").waitFor();
  expect(await dialog.getByRole("button", { name: "Save" }).getAttribute("aria-disabled")).toBe("true");
  expect(await violationsOn(page)).toEqual([]);
  await field("within (seconds)").fill("30");
  await field("Move after so many").fill("2");
  await field("A fault is over after").fill("2");
  await field("Well without a break").fill("0");
  await dialog.getByRole("radio", { name: "wait until somebody asks" }).check();
  await dialog.getByText("More", { exact: true }).click();
  await field("What failed is tried again").fill("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "detached" });
}

async function says(sentence: Locator, words: RegExp): Promise<void> {
  await sentence.filter({ hasText: words }).waitFor({ timeout: WAIT_MS });
}

test.skipIf(lacksTool("chromium"))(
  "a second NAS is added, takes over, gives a file back, and backups go back when the first is there again",
  async () => {
    const { page, api, path, go, backUp } = await officeConsole();
    expect(await backUp()).toBe("done");
    const sentence = page.locator("main h1");
    await page.keyboard.press("g");
    await page.keyboard.press("f");
    await says(sentence, /^Backups lie in one place\./);
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Add a second NAS…" }).click();
    const dialog = page.getByRole("dialog", { name: "Another place for NAS" });
    const folder = dialog.getByRole("textbox", { name: "Folder for the copy" });
    await folder.fill(path("documents"));
    await dialog.getByText("There is something else in this folder.").waitFor();
    await folder.fill(path("nas"));
    await dialog.getByText("This place holds backups that are known here already.").waitFor();
    await folder.fill(path("warehouse"));
    await dialog.getByText("There is no repository yet.").waitFor();
    await dialog.getByText("It is on the same disk as NAS.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Copy to it" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await page.getByRole("region", { name: "Replicas" }).getByText("warehouse").first().waitFor();
    await hurry(page);
    await says(sentence, /^NAS is active, and warehouse is ready\. Nothing is behind\.$/);
    const lies = page.getByRole("region", { name: "Where everything lies" });
    await expect.poll(() => lies.getByText("newest", { exact: true }).count(), { timeout: WAIT_MS }).toBe(2);
    expect(await violationsOn(page)).toEqual([]);

    const drills = page.getByRole("region", { name: "Drills" });
    await drills.getByRole("button", { name: "Start a drill…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Start the drill" }).click();
    await drills.getByText("Passed", { exact: true }).waitFor({ timeout: WAIT_MS });
    await drills.getByRole("button", { name: "Report" }).click();
    const report = page.getByRole("dialog", { name: /^Report of the drill of/ });
    await report.getByRole("heading", { level: 1, name: /NAS/ }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await report.getByRole("button", { name: "Close" }).last().click();

    renameSync(path("nas"), path("nas that is off"));
    await says(sentence, /^warehouse is active since .*, because NAS /);
    const line = page.getByRole("region", { name: "How it went" }).getByRole("listitem");
    await line.filter({ hasText: "Failed over" }).and(page.locator("[aria-current=step]")).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link", { name: /^Failover.*1/ })
      .waitFor();
    writeFileSync(path("documents", "letter.txt"), "Dear customer, once more");
    expect(await backUp()).toBe("done");
    rmSync(path("documents", "letter.txt"));
    await openPart(page, "restore");
    await restoreChosen(page, ["letter.txt"], { conflict: "Replace it" });
    expect(readFileSync(path("documents", "letter.txt"), "utf8")).toBe("Dear customer, once more");

    await go("/failover");
    renameSync(path("nas that is off"), path("nas"));
    await says(sentence, /^warehouse is active, and NAS is well again\./);
    await page.getByRole("button", { name: "Fail back…" }).click();
    const back = page.getByRole("dialog", { name: "Fail NAS back to NAS?" });
    await back.getByText("NAS has everything that warehouse has.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await back.getByRole("button", { name: "Fail back to NAS" }).click();
    await says(sentence, /^NAS is active, and warehouse is ready\./);
    await page.getByRole("button", { name: "All of it…" }).click();
    const history = page.getByRole("dialog", { name: "What happened to NAS" });
    for (const step of ["Healthy → Suspect", "Failing over → Failed over", "Failing back → Healthy"])
      await history.getByRole("cell", { name: step, exact: true }).first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await history.getByRole("button", { name: "Close" }).last().click();

    await api.call("settings.set", { language: "zh", theme: "dark" });
    await says(sentence, /^NAS 为主用，warehouse 随时可接管。/);
    expect(await latinOn(page, [...NAMES, path()])).toEqual([]);
    expect(await violationsOn(page)).toEqual([]);
    await api.call("settings.set", { language: "en" });
    await page.getByRole("button", { name: "More for warehouse" }).click();
    await page.getByRole("menuitem", { name: "Remove…" }).click();
    const remove = page.getByRole("dialog", { name: "Remove warehouse from NAS?" });
    await remove.getByText("Then one copy is left.").waitFor();
    await remove.getByRole("textbox").fill("warehouse");
    await remove.getByRole("button", { name: "Remove warehouse" }).click();
    await says(sentence, /^Backups lie in one place\./);
  },
);

test.skipIf(lacksTool("chromium"))(
  "a copy that is there already is taken again from the settings, and another repository is refused in words",
  async () => {
    const { page, api, path, go, backUp, repository } = await officeConsole();
    expect(await backUp()).toBe("done");
    const { replica } = await api.call("replicas.add", {
      ...{ repositoryId: repository.id, name: "warehouse", location: path("warehouse") },
    });
    await api.call("replicas.remove", { repositoryId: repository.id, replicaId: replica.id });
    const other = await api.call("repositories.create", {
      ...{ name: "Other", location: path("other"), password: "another one" },
    });
    await api.call("repositories.detach", { repositoryId: other.id });
    await go("/settings");
    await page.getByRole("button", { name: "More for NAS" }).click();
    await page.getByRole("menuitem", { name: "Add a second place…" }).click();
    const dialog = page.getByRole("dialog", { name: "Another place for NAS" });
    const folder = dialog.getByRole("textbox", { name: "Folder for the copy" });
    await folder.fill(path("other"));
    await dialog.getByRole("button", { name: "Take it as a copy" }).click();
    await dialog.getByText(/it has other keys, so it is another repository/).waitFor({ timeout: WAIT_MS });
    await folder.fill(path("warehouse"));
    await dialog.getByText(/it has other keys/).waitFor({ state: "detached" });
    await dialog.getByText("Backstay proves that it is a copy of NAS before it takes it").waitFor();
    await dialog.getByRole("button", { name: "Take it as a copy" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await page.getByText("Copying to warehouse has begun.").waitFor();
    const { replicas } = await api.call("replicas.list", { repositoryId: repository.id });
    expect(replicas.map(({ name, role }) => `${name} ${role}`)).toEqual(["NAS active", "warehouse standby"]);
  },
);

test.skipIf(lacksTool("chromium"))(
  "the set-up goes on to a second place when somebody wants one",
  async () => {
    const folder = await tempFolder();
    mkdirSync(join(folder, "Documents"));
    writeFileSync(join(folder, "Documents", "letter.txt"), "Dear customer");
    const boxes = await tempFolder();
    const host = await startConsoleHost(folder);
    const page = await openPage(host.link);
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await button("Continue").click({ timeout: WAIT_MS });
    await page.getByRole("textbox", { name: "Folder for the backups" }).fill(join(boxes, "first"));
    await page.getByText("There is no repository yet.").waitFor();
    await button("Suggest one").click();
    await page.getByRole("checkbox", { name: /I have kept the password/ }).check();
    await button("Continue").click();
    await button("Continue").click();
    await page.getByRole("checkbox", { name: "Then add a second place" }).check();
    expect(await violationsOn(page)).toEqual([]);
    await button("Make the first backup").click();
    const dialog = page.getByRole("dialog", { name: "Another place for first" });
    await dialog
      .getByRole("textbox", { name: "Folder for the copy" })
      .fill(join(boxes, "second"), { timeout: WAIT_MS });
    await dialog.getByText("There is no repository yet.").waitFor();
    await dialog.getByRole("button", { name: "Copy to it" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await says(page.locator("main h1"), /second/);
    await page
      .getByRole("region", { name: "Replicas" })
      .getByText("second", { exact: true })
      .first()
      .waitFor();
  },
);
