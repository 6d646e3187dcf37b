/** A repository whose password was changed elsewhere, or is no longer known here, or that has lost its keys. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { connectToHost } from "../../core/host-socket/connect-to-host.ts";
import { openPage } from "../support/browser.ts";
import { startConsoleHost } from "../support/console-host.ts";
import { runPlan } from "../support/furnish-office.ts";
import { OFFICE_PASSWORD, officeConsole } from "../support/office-console.ts";
import { fileRow, openPart } from "../support/pages.ts";
import { resticOn } from "../support/restic.ts";
import { lacksTool } from "../support/tools.ts";

const NEW_PASSWORD = "another battery staple";

async function typePassword(page: Page, password: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Another password for NAS" });
  await dialog.getByLabel("The password that opens it now").fill(password);
  await dialog.getByRole("button", { name: "Try and keep it" }).click();
}

async function askForPassword(page: Page): Promise<void> {
  await openPart(page, "settings");
  await page.getByRole("button", { name: "More for NAS" }).click();
  await page.getByRole("menuitem", { name: "Another password…" }).click();
}

test.skipIf(lacksTool("chromium", "restic"))(
  "a password that was changed with restic stops backups, is said, and is replaced in the settings",
  async () => {
    const { page, path, backUp, host } = await officeConsole();
    expect(await backUp()).toBe("done");
    writeFileSync(path("new-password"), NEW_PASSWORD);
    await resticOn(path("nas"), OFFICE_PASSWORD).run(
      "key",
      "passwd",
      "--new-password-file",
      path("new-password"),
    );
    expect(await backUp()).toBe("failed");

    await openPart(page, "alerts");
    await page.getByRole("button", { name: /The backup of Documents failed/ }).click();
    const alert = page.getByRole("article");
    await alert
      .getByText(`The password does not open the repository at ${path("nas")}.`)
      .first()
      .waitFor();

    await askForPassword(page);
    await typePassword(page, OFFICE_PASSWORD);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("alert").getByText("The password does not open the repository").first().waitFor();
    await typePassword(page, NEW_PASSWORD);
    await page.getByText("The password opens NAS and is kept.").waitFor();
    expect(await backUp()).toBe("done");
    await openPart(page, "alerts");
    await page.getByText("Ended by themselves").waitFor();
    await openPart(page, "restore");
    await fileRow(page, "letter.txt").waitFor();
    expect(host.errors()).not.toContain(NEW_PASSWORD);
  },
);

test.skipIf(lacksTool("chromium"))(
  "a key store that is lost takes no backup with it: the password is entered again, and files come back",
  async () => {
    const { page: first, host, path, backUp, planId } = await officeConsole();
    expect(await backUp()).toBe("done");
    await first.close();
    await host.stop();
    rmSync(path("home", "secrets.json"));
    const again = await startConsoleHost(path("home"));
    const page = await openPage(again.link, { locale: "en-GB" });
    await openPart(page, "restore");
    await page.getByText("The password for NAS is not in the key store.").first().waitFor();
    await page.getByText("Enter the password again in the settings.").first().waitFor();

    await askForPassword(page);
    await typePassword(page, OFFICE_PASSWORD);
    await page.getByText("The password opens NAS and is kept.").waitFor();
    await openPart(page, "restore");
    await fileRow(page, "letter.txt").waitFor();
    const api = await connectToHost(path("home"));
    if (api === undefined) throw new Error("the host has no socket");
    expect(await runPlan(api, planId)).toBe("done");
    api.close();
  },
);

test.skipIf(lacksTool("chromium"))(
  "a repository without its keys says so, is not made anew, and works once they are back",
  async () => {
    const { page, path, backUp, go } = await officeConsole();
    expect(await backUp()).toBe("done");
    renameSync(path("nas", "keys"), path("keys-away"));
    expect(await backUp()).toBe("failed");
    await openPart(page, "alerts");
    await page.getByRole("button", { name: /The backup of Documents failed/ }).click();
    const alert = page.getByRole("article");
    await alert
      .getByText(/has no keys, so no password can open it/)
      .first()
      .waitFor();
    await alert
      .getByText(/get the folder `?keys`? back/)
      .first()
      .waitFor();
    renameSync(path("keys-away"), path("nas", "keys"));
    expect(await backUp()).toBe("done");
    await go("/alerts");
    await page.getByText("Ended by themselves").waitFor();
  },
);
