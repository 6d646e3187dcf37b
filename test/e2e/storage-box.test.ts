/** Somebody watches a storage box over SNMP, from the form to the day it loses a disk. */
import { expect, test } from "vitest";
import { belowEnterprises, synologyBox } from "../../core/health/testing/nas-walks.ts";
import { violationsOn } from "../support/axe.ts";
import { latinOn } from "../support/latin-words.ts";
import { CIPHER_PASSWORD, HASH_PASSWORD, SNMP_USER, startSnmpAgent } from "../support/snmp-agent.ts";
import { storageConsole } from "../support/storage-console.ts";
import { lacksTool } from "../support/tools.ts";

/** What standards and makers call things, which nobody translates. */
const NAMES = [
  ...["office-pc", "SNMP", "Synology", "QNAP", "TrueNAS", "SHA-256", "SHA-384", "SHA-512", "SHA-224"],
  ...["SHA-1", "MD5", "AES-128", "AES-256", "Blumenthal", "Reeder", "box.office.lan", "2c", "IP"],
  ...["Debian GNU/Linux 12 (bookworm)", "6.1.0-56-amd64", "ext4", "sda1", "sudo", "docs/health.md"],
];
const WAIT = { timeout: 60_000 };

test.skipIf(lacksTool("chromium") || lacksTool("snmpd"))(
  "a box is added over SNMP, a wrong password is said, and its failing disk is on its page",
  async () => {
    const agent = await startSnmpAgent(belowEnterprises(synologyBox()));
    const { host, page, go } = await storageConsole();
    await go("/storage");
    await page.getByRole("button", { name: "Watch another host…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("How it is reached").selectOption("snmp");
    const fill = (label: string, text: string) => dialog.getByLabel(label, { exact: true }).fill(text);
    await fill("Name", "Box");
    await fill("Address", "127.0.0.1");
    expect(await dialog.getByLabel("Port").inputValue()).toBe("161");
    await fill("Port", String(agent.port));
    await fill("Account", SNMP_USER);
    await fill("Password", "not the right one");
    await fill("Password for encryption", CIPHER_PASSWORD);
    await dialog.getByRole("button", { name: "Test" }).click();
    await dialog
      .getByText(/password/i)
      .getByText(/wrong|does not|not the/i)
      .first()
      .waitFor(WAIT);
    await fill("Password", HASH_PASSWORD);
    await dialog.getByRole("button", { name: "Test" }).click();
    await dialog.getByText("It answers. 2 disks were read.").waitFor(WAIT);
    await dialog.getByRole("button", { name: "Watch it" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("SNMP 3, signed with SHA-256 and encrypted with AES-128").waitFor(WAIT);
    await page.getByRole("heading", { level: 1, name: /^All 2 disks of Box are fine\./ }).waitFor(WAIT);

    agent.serve(belowEnterprises(synologyBox({ "6574.2.1.1.13.1": 4, "6574.3.1.1.3.0": 11 })));
    await page.getByRole("button", { name: "Check now" }).click();
    await page.getByRole("heading", { level: 1, name: /^Array Volume 1 has less redundancy/ }).waitFor(WAIT);
    await page.getByText(/over SNMP\.$/).waitFor();
    const { alerts } = await host.call("alerts.list", { which: "open", limit: 10 });
    expect(alerts.map(({ subject: { code } }) => code).sort()).toEqual(["ARRAY_TROUBLE", "DISK_TROUBLE"]);
  },
);

test.skipIf(lacksTool("chromium"))(
  "the form of a box says what is insecure, in both languages, and is accessible in both themes",
  async () => {
    const { host, page, go } = await storageConsole();
    const found: string[] = [];
    for (const language of ["en", "zh"] as const) {
      await host.call("settings.set", { language });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await go("/storage");
        await page.locator(`html[lang^=${language}]`).waitFor();
        await page.locator("main nav button").click();
        const dialog = page.getByRole("dialog");
        await dialog.locator("select").first().selectOption("snmp");
        for (const version of ["v3", "v2c"]) {
          await dialog.locator("select").nth(2).selectOption(version);
          if (version === "v2c") await dialog.getByRole("note").waitFor();
          found.push(
            ...(await violationsOn(page)).map((one) => `${language} ${colorScheme} ${version}: ${one}`),
          );
          if (language === "zh" && colorScheme === "light")
            found.push(...(await latinOn(page, NAMES)).map((words) => `not Chinese: ${words}`));
        }
        await page.keyboard.press("Escape");
        await dialog.waitFor({ state: "detached" });
      }
    }
    expect(found).toEqual([]);
  },
);
