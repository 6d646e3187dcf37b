/** axe on every page, in both themes and both languages. It finds about half of what can be wrong; the rest has tests of its own. */
import { rm, writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { violationsOn } from "../support/axe.ts";
import { type OfficeConsole, officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

/** Addresses, and something that is there only when the page has its content. */
const VIEWS: readonly (readonly [string, string])[] = [
  ["/overview", "text=Documents"],
  ["/backups", "role=table >> text=Office hours"],
  ["/backups/new", "role=textbox >> nth=0"],
  ["/restore", "role=grid >> text=letter.txt"],
  ["/storage", "role=navigation >> role=link >> nth=0"],
  ["/failover", "main h1"],
  ["/activity", "text=Documents >> nth=0"],
  ["/alerts", "main h1"],
  ["/alerts/rules", "role=region >> role=checkbox >> nth=0"],
  ["/alerts/channels", "text=Bell >> nth=0"],
  ["/settings", "text=NAS >> nth=0"],
];

async function officeWithHistory(): Promise<OfficeConsole> {
  const office = await officeConsole();
  expect(await office.backUp()).toBe("done");
  await writeFile(office.path("documents", "letter.txt"), "Dear customer, once more");
  await rm(office.path("documents", "Hall 3"), { recursive: true });
  expect(await office.backUp()).toBe("done");
  const channel = await office.api.call("alerts.channels.save", {
    channelId: null,
    draft: {
      ...{ name: "Bell", isEnabled: true, language: "en" },
      setup: { kind: "command", program: "/bin/true", arguments: [] },
    },
    secrets: {},
  });
  const rules = await office.api.call("alerts.rules.get", {});
  await office.api.call("alerts.rules.save", {
    ...rules,
    rules: [
      { severities: ["failed"], codes: [], channelIds: [channel.id], delayMinutes: 0, escalation: null },
    ],
    quietHours: { from: "22:00", to: "06:30", except: ["failed"] },
    digest: { channelIds: [channel.id], weekday: null, at: "08:00" },
  });
  return office;
}

test.skipIf(lacksTool("chromium"))("axe finds nothing wrong on any page", async () => {
  const office = await officeWithHistory();
  const { page, api, go } = office;
  const found: string[] = [];
  for (const language of ["en", "zh"] as const) {
    await api.call("settings.set", { language });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [address, content] of VIEWS) {
        await go(address);
        await page.locator(content).first().waitFor();
        await page.locator(`html[lang^=${language}]`).waitFor();
        const problems = await violationsOn(page);
        found.push(...problems.map((problem) => `${address}, ${language}, ${colorScheme}: ${problem}`));
      }
    }
  }
  expect(found).toEqual([]);
});

test.skipIf(lacksTool("chromium"))("axe finds nothing wrong in dialogs", async () => {
  const { page, go } = await officeWithHistory();
  await go("/restore");
  await page.getByRole("grid").getByText("letter.txt").click();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Restore…" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Restore/ })
    .waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test.skipIf(lacksTool("chromium"))("axe finds nothing wrong in what drops down", async () => {
  const { page, go } = await officeWithHistory();
  await go("/restore");
  await page.getByRole("button", { name: /^Choose a day/ }).click();
  await page.getByRole("button", { name: "Earlier" }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await go("/settings");
  await page.getByRole("button", { name: "More for NAS" }).click();
  await page.getByRole("menuitem", { name: "Rename…" }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
