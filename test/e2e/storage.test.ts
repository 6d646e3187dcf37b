/** What somebody sees of disks, arrays and watched hosts, and does about it. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readLab } from "../../core/health/testing/fixtures.ts";
import { MDSTAT } from "../../core/health/tools/md/commands.ts";
import { readDisk, SCAN } from "../../core/health/tools/smartctl/commands.ts";
import { storage as zhStorage } from "../../renderer/words/zh/storage.ts";
import { violationsOn } from "../support/axe.ts";
import { latinOn } from "../support/latin-words.ts";
import { startSshServer } from "../support/ssh-server.ts";
import { storageConsole } from "../support/storage-console.ts";
import { lacksTool } from "../support/tools.ts";
import { smartOutput } from "../support/virtual-machine.ts";

const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");
const DEGRADED =
  "Personalities : [raid1]\nmd0 : active raid1 sda1[0] sdb1[1](F)\n      1048576 blocks super 1.2 [2/1] [U_]\n\nunused devices: <none>\n";

const disk = (serial: string, raw: Readonly<Record<number, number>> = {}) =>
  smartOutput(HEALTHY, { serial, raw });
/** What tools, makers and the office call things, which nobody translates. */
const NAMES = [
  ...["LABDISK SATA HDD", "A1", "B2", "office-pc", "md0", "sda", "sdb", "sdc", "Reallocated Sector Ct"],
  ...["Debian GNU/Linux 12 (bookworm)", "6.1.0-56-amd64", "ext4", "Linux md raid1", "active [2/1] [U_]"],
  ...["grep", "smartmontools", "RAID", "sudo", "docs/health.md", zhStorage.saved.kinds],
];

const heading = (page: Page, name: RegExp | string) => page.getByRole("heading", { level: 1, name });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test.skipIf(lacksTool("chromium"))(
  "a disk that fails is said by the page, the alert and the disk's own page alike, until somebody has seen it",
  async () => {
    const { host, machine, page, go } = await storageConsole();
    machine.setDisks([
      { name: "sda", smart: disk("A1") },
      { name: "sdb", smart: disk("B2") },
    ]);
    await host.call("health.checkNow", {});
    await go("/overview");
    await page
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link", { name: /^Storage/ })
      .click();
    await heading(page, "All 2 disks of office-pc are fine.").waitFor();

    machine.setDisks([
      { name: "sda", smart: disk("A1") },
      { name: "sdb", smart: disk("B2", { 5: 3 }) },
    ]);
    await press(page, "Check now");
    await heading(page, /^Disk .*B2 is failing\./).waitFor();
    const rows = page.getByRole("table").first().getByRole("row");
    await expect.poll(() => rows.nth(1).textContent()).toContain("B2"); // the worst first, below the head
    await expect.poll(() => rows.nth(1).textContent()).toContain("Failing");

    await go("/alerts");
    await page
      .getByRole("article")
      .getByRole("heading", { name: /Disk .*B2 in office-pc is failing/ })
      .waitFor();
    await press(page, "Show the disk");
    await heading(page, /^This disk is failing\./).waitFor();
    await page.getByText("Serial number", { exact: true }).waitFor();
    expect(await page.locator("dd", { hasText: /^B2$/ }).count()).toBe(1);
    await page.getByText("About one failing disk in four shows no sign at all.").waitFor();

    await press(page, "Acknowledge");
    await page.getByText(/silent until it gets worse/).waitFor();
    const { alerts } = await host.call("alerts.list", { which: "open", limit: 10 });
    expect(alerts.map(({ acknowledgedMs }) => acknowledgedMs === null)).toEqual([false]);
    await page
      .getByRole("navigation", { name: "Where it is" })
      .getByRole("link", { name: "office-pc" })
      .click();
    await heading(page, /^Nothing new on office-pc\./).waitFor();
  },
);

test.skipIf(lacksTool("chromium"))("an array that lost a member shows which one, and where", async () => {
  const { host, machine, page, go } = await storageConsole();
  machine.setDisks([
    { name: "sda", smart: disk("A1") },
    { name: "sdb", smart: disk("B2") },
  ]);
  machine.say(MDSTAT, DEGRADED);
  await host.call("health.checkNow", {});
  await go("/storage");
  await heading(page, /^Array md0 has lost a member\./).waitFor();
  const members = page.getByRole("list", { name: "Members of md0" }).getByRole("listitem");
  await members.first().waitFor();
  const texts = await members.allTextContents();
  expect(texts.filter((text) => /Failed/.test(text))).toHaveLength(1);
  expect(texts.find((text) => /Failed/.test(text))).toContain("sdb1");
});

test.skipIf(lacksTool("chromium"))(
  "a machine without tools is unknown, with what is missing and how to mend it",
  async () => {
    const { host, machine, page, go } = await storageConsole();
    machine.setDisks([{ name: "sda", smart: disk("A1") }]);
    machine.uninstall("smartctl");
    await host.call("health.checkNow", {});
    await go("/storage");
    await page.getByRole("heading", { name: "What could not be read" }).waitFor();
    await page
      .getByText(/Install smartmontools/)
      .first()
      .waitFor();
    expect(await heading(page, /fine/).count()).toBe(0);
  },
);

test.skipIf(lacksTool("chromium") || lacksTool("sshd"))(
  "a host is added over SSH after its key was compared, and another key is trusted only when somebody says so",
  async () => {
    const server = await startSshServer();
    const { host, page, go } = await storageConsole();
    await go("/storage");
    await press(page, "Watch another host…");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("NAS");
    await dialog.getByLabel("Address").fill("127.0.0.1");
    await dialog.getByLabel("Port").fill(String(server.port));
    await dialog.getByLabel("User").fill(server.user);
    await dialog.getByLabel("Private key").fill(server.privateKey);
    await dialog.getByRole("button", { name: "Test" }).click();
    await dialog.getByText(server.hostKey).waitFor({ timeout: 60_000 });
    expect(await dialog.getByRole("button", { name: "Watch it" }).getAttribute("aria-disabled")).toBe("true");
    await dialog.getByRole("checkbox", { name: /I have compared the key/ }).check();
    await dialog.getByRole("button", { name: "Watch it" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.locator("dd", { hasText: server.hostKey }).waitFor();
    await host.call("health.checkNow", {});
    const pinned = async () =>
      (await host.call("hosts.list", {})).hosts.find(({ name }) => name === "NAS")?.hostKey;
    expect(await pinned()).toBe(server.hostKey);

    const before = server.hostKey;
    await server.restart({ newHostKey: true });
    await press(page, "Check now");
    await heading(page, /^NAS does not answer\./).waitFor({ timeout: 60_000 });
    await press(page, "Trust the new key…");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    expect(await pinned()).toBe(before);
    await press(page, "Trust the new key…");
    await page.getByRole("dialog").getByRole("button", { name: "Trust the new key" }).click();
    await heading(page, /^NAS does not answer\./).waitFor({ state: "detached", timeout: 60_000 });
    expect(await pinned()).not.toBe(before);

    await press(page, "Remove…");
    await page.getByRole("dialog").getByRole("button", { name: "Stop watching it" }).click();
    await page.getByRole("navigation", { name: "Hosts" }).getByText("NAS").waitFor({ state: "detached" });
  },
);

test.skipIf(lacksTool("chromium"))(
  "a saved output is judged when it is chosen or dropped, and rubbish is never fine",
  async () => {
    const { page, go } = await storageConsole();
    await go("/storage/saved");
    const choose = (name: string, text: string | Buffer) =>
      page
        .locator("input[type=file]")
        .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
    await choose("bad-disk.json", disk("C3", { 5: 3 }));
    await heading(page, /bad-disk\.json/).waitFor();
    await page.getByRole("heading", { name: /^Disk .*C3/ }).waitFor();
    await choose("holiday.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]));
    await heading(page, "holiday.jpg looks like no output that Backstay knows.").waitFor();
    await choose("huge.txt", "x".repeat(3_000_000));
    await heading(page, "huge.txt is too large.").waitFor();

    await go("/storage");
    const transfer = await page.evaluateHandle(
      `(() => {
        const data = new DataTransfer();
        data.items.add(new File([${JSON.stringify(DEGRADED)}], "mdstat"));
        return data;
      })()`,
    );
    const area = page.locator("main > div").last();
    await area.dispatchEvent("dragenter", { dataTransfer: transfer });
    await page.getByText("Drop a tool's output to look at it").waitFor();
    await area.dispatchEvent("drop", { dataTransfer: transfer });
    await heading(page, "Something in mdstat has failed or is failing.").waitFor();
    await page.getByRole("heading", { name: "Array md0" }).waitFor();
  },
);

test.skipIf(lacksTool("chromium"))("what is not there any more says so", async () => {
  const { page, go } = await storageConsole();
  await go("/storage/disk/00000000-0000-4000-8000-000000000009");
  await heading(page, "This disk is not known any more.").waitFor();
  await go("/storage/host/00000000-0000-4000-8000-000000000009");
  await heading(page, "This host is not watched any more.").waitFor();
  await page.getByRole("link", { name: "Show the hosts" }).click();
  await page.getByRole("navigation", { name: "Hosts" }).getByText("office-pc").waitFor();
});

test.skipIf(lacksTool("chromium"))(
  "a disk behind an adapter that smartctl does not know is read once somebody says how it is reached",
  async () => {
    const { host, machine, page, go } = await storageConsole();
    machine.setDisks([{ name: "sdb", serial: "DOCK1", transport: "usb", smart: disk("A1") }]);
    const auto = readDisk("/dev/sdb", null);
    if (auto === undefined) throw new Error("no disk is called so");
    machine.say(SCAN, JSON.stringify({ smartctl: { version: [7, 3], exit_status: 0 }, devices: [] }));
    machine.say(auto, "/dev/sdb: Unknown USB bridge [0x152d:0x0578 (0x100)]\n", { status: 1 });
    await host.call("health.checkNow", {});
    const [found] = (await host.call("health.disks", {})).disks;
    await go(`/storage/disk/${found?.id}`);
    await heading(page, /^Nobody knows how this disk is\./).waitFor();
    await page.getByText("as smartctl finds out").waitFor();
    await press(page, "Change…");
    const dialog = page.getByRole("dialog", { name: "How is this disk reached?" });
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByLabel("Kind of connection").selectOption("sat");
    await dialog.getByRole("button", { name: "Read it so" }).click();
    await heading(page, /^This disk is fine\./).waitFor();
    await page.getByText("chosen here").waitFor();
    expect(await page.locator("dd", { hasText: /^A1$/ }).count()).toBe(1);
  },
);

test.skipIf(lacksTool("chromium"))(
  "hosts, a disk, a saved output and the form are accessible, in both themes, and all Chinese in Chinese",
  async () => {
    const { host, machine, page, go } = await storageConsole();
    machine.setDisks([
      { name: "sda", smart: disk("A1") },
      { name: "sdb", smart: disk("B2", { 5: 40 }) },
      { name: "sdc" },
    ]);
    machine.say(MDSTAT, DEGRADED);
    await host.call("health.checkNow", {});
    const { disks } = await host.call("health.disks", {});
    const views = ["/storage", `/storage/disk/${disks[0]?.id}`, "/storage/saved"];
    const found: string[] = [];
    const look = async (where: string) => {
      found.push(...(await violationsOn(page)).map((problem) => `${where}: ${problem}`));
    };
    for (const language of ["en", "zh"] as const) {
      await host.call("settings.set", { language });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        for (const address of views) {
          await go(address);
          await page.locator(`html[lang^=${language}]`).waitFor();
          await page.waitForLoadState("networkidle");
          await look(`${address}, ${language}, ${colorScheme}`);
          if (language === "zh" && colorScheme === "light") {
            const left = await latinOn(page, NAMES);
            found.push(...left.map((words) => `${address}, not Chinese: ${words}`));
          }
        }
      }
    }
    await go("/storage");
    await page.locator("main nav button").click();
    await page.getByRole("dialog").waitFor();
    await look("the form");
    expect(found).toEqual([]);
  },
);
