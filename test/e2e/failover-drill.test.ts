/** A failover rehearsed from the page: a NAS is added over SFTP, takes over in a drill, and what came of it is read and printed. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DEFAULT_FAILOVER_SETTINGS } from "../../core/failover/state/settings.ts";
import { violationsOn } from "../support/axe.ts";
import { officeConsole } from "../support/office-console.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 90_000;

test.skipIf(lacksTool("chromium", "sshd", "ssh-keygen"))(
  "a NAS reached over SFTP becomes the second place, takes over in a drill, and the report of it is read and printed",
  async () => {
    const server = await startSshServer();
    const box = join(await tempFolder(), "office");
    const { page, api, go, backUp, repository } = await officeConsole();
    const { id: repositoryId } = repository;
    expect(await backUp()).toBe("done");
    await go("/failover");
    const sentence = page.locator("main h1");
    await sentence.filter({ hasText: /^Backups lie in one place\./ }).waitFor({ timeout: WAIT_MS });
    await page.getByRole("button", { name: "Add a second NAS…" }).click();
    const dialog = page.getByRole("dialog", { name: "Another place for NAS" });
    await dialog.getByLabel("Kind of place").selectOption("sftp");
    await dialog.getByLabel("Address").fill("127.0.0.1");
    await dialog.getByLabel("Port").fill(String(server.port));
    await dialog.getByLabel("User").fill(server.user);
    await dialog.getByLabel("Sign in with").selectOption("key");
    await dialog.getByLabel("Private key").fill(server.privateKey);
    await dialog.getByLabel("Folder on the machine").fill(box);
    await dialog.getByRole("button", { name: "Test it" }).click();
    await dialog.getByText(server.hostKey).waitFor({ timeout: WAIT_MS });
    await dialog.getByRole("checkbox", { name: /I have compared the key/ }).click();
    await dialog
      .getByText(/^It answers, and lets you in\. There is no repository yet\./)
      .waitFor({ timeout: WAIT_MS });
    await dialog.getByLabel("Name", { exact: true }).fill("warehouse");
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Copy to it" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });

    const settings = {
      ...DEFAULT_FAILOVER_SETTINGS,
      ...{ beatEveryMs: 1000, beatsToClear: 2, stableMs: 1000, retryMs: 1000 },
    };
    await api.call("failover.settings", { repositoryId, settings });
    await sentence
      .filter({ hasText: /^NAS is active, and warehouse is ready\. Nothing is behind\.$/ })
      .waitFor({ timeout: WAIT_MS });
    const { replicas } = await api.call("replicas.list", { repositoryId });
    expect(replicas).toMatchObject([
      { name: "NAS", role: "active" },
      { name: "warehouse", role: "standby", kind: "sftp" },
    ]);
    expect(readdirSync(join(box, "snapshots"))).toHaveLength(1);

    const drills = page.getByRole("region", { name: "Drills" });
    await drills.getByText("No failover was rehearsed yet.").waitFor();
    await drills.getByRole("button", { name: "Start a drill…" }).click();
    const rehearsal = page.getByRole("dialog", { name: "Rehearse NAS" });
    await rehearsal.getByRole("radio", { name: "A failover" }).check();
    await rehearsal.getByText(/jobs move to warehouse/).waitFor();
    await rehearsal.getByRole("button", { name: "Start the drill" }).click();
    await drills.getByText("Passed", { exact: true }).waitFor({ timeout: WAIT_MS });
    await sentence
      .filter({ hasText: /^NAS is active, and warehouse is ready\./ })
      .waitFor({ timeout: WAIT_MS });
    expect(readdirSync(join(box, "snapshots"))).toHaveLength(2);

    await drills.getByRole("button", { name: "Report" }).click();
    const report = page.getByRole("dialog", { name: /^Report of the drill of/ });
    const article = report.getByRole("article");
    await article.getByRole("heading", { level: 1, name: "Failover drill of NAS" }).waitFor();
    await article.getByText("NAS → warehouse", { exact: true }).waitFor();
    await article.getByText(/^Passed: another replica took over/).waitFor();
    await article.getByText("none: the other one had everything").waitFor();
    await article
      .getByText(/after the loss was declared$/)
      .nth(2)
      .waitFor();
    await article.getByRole("row", { name: /^warehouse passed/i }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.evaluate("window.print = () => { document.documentElement.dataset.printed = 'yes'; }");
    await report.getByRole("button", { name: "Print…" }).click();
    await page.locator("html[data-printed=yes]").waitFor({ state: "attached" });

    // on paper stands all of the report, and nothing else
    const onScreen = await article.innerText();
    const footOfWindow = report.locator(":has(> button:text('Print…'))");
    expect(await footOfWindow.isVisible()).toBe(true);
    await page.emulateMedia({ media: "print" });
    expect(await footOfWindow.isVisible()).toBe(false); // it would lie over the text, buttons or not
    expect(await sentence.isVisible()).toBe(false);
    expect(await article.innerText()).toBe(onScreen);
    const { scrollHeight, clientHeight } = await article.evaluate((node) => {
      const frame = node.closest("[role=dialog]") ?? node;
      return { scrollHeight: frame.scrollHeight, clientHeight: frame.clientHeight };
    });
    expect(scrollHeight).toBeLessThanOrEqual(clientHeight + 1); // what is scrolled away is not printed
    const pdf = await page.pdf({ format: "A4" });
    expect(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length).toBeLessThanOrEqual(3);
  },
);
