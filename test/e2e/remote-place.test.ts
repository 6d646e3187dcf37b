/** A NAS that is reached over SFTP, as somebody sets it up who has no share of it: from the first page to a file that came back. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { violationsOn } from "../support/axe.ts";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { openEngine } from "../support/engine.ts";
import { openPart, restoreChosen } from "../support/pages.ts";
import { PASSPHRASE, startSshServer } from "../support/ssh-server.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 60_000;

test.skipIf(lacksTool("chromium", "sshd", "ssh-keygen"))(
  "a place over SFTP is set up after its key was compared, backed up to, restored from, and signed in to anew",
  async () => {
    const server = await startSshServer();
    const folder = await tempFolder();
    const letter = join(folder, "Documents", "letter.txt");
    mkdirSync(join(folder, "Documents"));
    writeFileSync(letter, "Dear customer");
    const box = join(await tempFolder(), "office");
    const host = await startConsoleHost(folder);
    const page = await openPage(host.link);
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    await button("Continue").click();

    await page.getByLabel("Kind of place").selectOption("sftp");
    await button("Test it").click();
    await page.getByText("Give the name or address of the machine.").waitFor();
    expect(await page.getByLabel("Address").getAttribute("aria-invalid")).toBe("true");
    expect(await violationsOn(page)).toEqual([]);
    await page.getByLabel("Address").fill("127.0.0.1");
    await page.getByLabel("Port").fill(String(server.port));
    await page.getByLabel("User").fill(server.user);
    await page.getByLabel("Sign in with").selectOption("key");
    await page.getByLabel("Private key").fill(server.foreignKey);
    await page.getByLabel("Folder on the machine").fill(box);
    await button("Test it").click();
    await page.getByText(server.hostKey).waitFor({ timeout: WAIT_MS });
    expect(await page.getByLabel("Name", { exact: true }).count()).toBe(0); // nobody knows yet what is there
    await page.getByRole("checkbox", { name: /I have compared the key/ }).click();
    await page
      .getByText(`127.0.0.1:${server.port} does not let ${server.user} in.`)
      .waitFor({ timeout: WAIT_MS });
    await page.getByLabel("Private key").fill(server.privateKey);
    await button("Test it").click();
    await page.getByText("It answers, and lets you in.").waitFor({ timeout: WAIT_MS });
    await page.getByText("Backstay makes one there").waitFor();
    expect(readdirSync(join(box, ".."))).toEqual([]);
    expect(await violationsOn(page)).toEqual([]);
    await page.getByLabel("Name", { exact: true }).fill("Synology");
    await button("Suggest one").click();
    await page.getByLabel("I have kept the password somewhere else, too").check();
    const stored = (await page.evaluate("JSON.stringify(sessionStorage)")) as string;
    expect(stored).toContain("127.0.0.1");
    expect(stored).not.toContain("PRIVATE KEY");
    await button("Continue").click();
    await button("Continue").click();
    await button("Make the first backup").click();
    await page.getByRole("heading", { name: "The only plan is on schedule." }).waitFor({ timeout: WAIT_MS });
    await page.getByRole("link", { name: "Overview" }).click();
    await page.getByRole("heading", { name: /is protected\./ }).waitFor({ timeout: WAIT_MS });
    expect(readdirSync(join(box, "snapshots"))).toHaveLength(1);

    rmSync(letter);
    await openPart(page, "restore");
    await restoreChosen(page, ["letter.txt"], { conflict: "Replace it" });
    expect(readFileSync(letter, "utf8")).toBe("Dear customer");

    await server.restart({ newHostKey: true });
    await openPart(page, "settings");
    await button("Look again").click();
    await page.getByText("Does not answer").first().waitFor({ timeout: WAIT_MS });
    await page.getByText(/and was known by/).waitFor();
    await page.getByRole("button", { name: "More for Synology" }).click();
    await page.getByRole("menuitem", { name: "Address and sign-in…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Kept in the key store. Leave empty to keep it.").first().waitFor();
    await dialog.getByRole("button", { name: "Test it" }).click();
    await dialog.getByText(/and was known by/).waitFor({ timeout: WAIT_MS });
    await dialog.getByRole("button", { name: "Ask for the key it has now" }).click();
    await dialog.getByText(server.hostKey, { exact: true }).waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByRole("checkbox", { name: /I have compared the key/ }).click();
    await dialog.getByText("There is a repository.").waitFor({ timeout: WAIT_MS });
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("Synology was found there.").waitFor({ timeout: WAIT_MS });
    // where it is, and in what the page says about it
    await expect.poll(() => page.getByText("Does not answer").count()).toBe(0);

    const api = await connectToHost(folder);
    if (api === undefined) throw new Error("the host has no socket");
    onTestFinished(() => api.close());
    const { repositories } = await api.call("repositories.list", {});
    expect(repositories).toMatchObject([
      { name: "Synology", replicas: [{ kind: "sftp", reach: "reachable" }] },
    ]);
    expect(host.errors()).not.toContain("PRIVATE KEY");
  },
);

test.skipIf(lacksTool("chromium", "sshd", "ssh-keygen"))(
  "a repository that is there already is opened over SFTP, and a wrong password of it changes nothing",
  async () => {
    const server = await startSshServer();
    const box = join(await tempFolder(), "office");
    const engine = await openEngine({ location: box, password: "of the repository", init: 2 });
    await engine.close();
    const folder = await tempFolder();
    mkdirSync(join(folder, "Documents"));
    const host = await startConsoleHost(folder);
    const page = await openPage(host.link);
    await page.getByRole("button", { name: "Do this later" }).click();
    await openPart(page, "settings");
    await page.getByRole("button", { name: "Open an existing one…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Kind of place").selectOption("sftp");
    await dialog.getByLabel("Address").fill("127.0.0.1");
    await dialog.getByLabel("Port").fill(String(server.port));
    await dialog.getByLabel("User").fill(server.user);
    await dialog.getByLabel("Sign in with").selectOption("key");
    await dialog.getByLabel("Private key").fill(server.lockedKey);
    await dialog.getByLabel("Passphrase of the key").fill(PASSPHRASE);
    await dialog.getByLabel("Folder on the machine").fill(`${box}/`);
    await dialog.getByRole("button", { name: "Test it" }).click();
    await dialog.getByRole("checkbox", { name: /I have compared the key/ }).click({ timeout: WAIT_MS });
    await dialog.getByText("Backstay goes on where it ends").waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByLabel("Its password").fill("another one");
    await dialog.getByLabel("What to call it").fill("Cellar");
    await dialog.getByRole("button", { name: "Open it" }).click();
    await dialog
      .getByRole("alert")
      .getByText(/password/i)
      .first()
      .waitFor({ timeout: WAIT_MS });
    await dialog.getByLabel("Its password").fill("of the repository");
    await dialog.getByRole("button", { name: "Open it" }).click();
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });
    await page.getByRole("heading", { name: "Cellar" }).waitFor();
    await page.getByText(`sftp://${server.user}@127.0.0.1:${server.port}/${box}`).waitFor();
  },
);
