/** A disk fails, and everything that tells of it says the same thing, once; then it is well again, and that is said once. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished, test } from "vitest";
import { startMailServer } from "../../core/alerts/testing/smtp-receiver.ts";
import { ROUND_EVERY_MS } from "../../core/health/hosts/staleness.ts";
import { readLab } from "../../core/health/testing/fixtures.ts";
import { serveHostSocket } from "../../core/host-socket/serve-host-socket.ts";
import { NO_RULES } from "../../shared/model/alert-rules.ts";
import { buildDesktop, startDesktop } from "../electron/support/desktop.ts";
import { folderSource, MANUAL_PLAN, type TestHost } from "../support/host.ts";
import { storageConsole } from "../support/storage-console.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";
import { smartOutput } from "../support/virtual-machine.ts";

const WAIT_MS = 60_000;
const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");
const DISK = "Disk LABDISK SATA HDD B2 in office-pc";
const IS_FAILING = `${DISK} is failing`;
const ALL_IS_WELL = /^The only source is protected\./;

const disk = (serial: string, raw: Readonly<Record<number, number>> = {}) =>
  smartOutput(HEALTHY, { serial, raw });
const sentence = (page: Page, words: RegExp | string) =>
  page.getByRole("heading", { level: 1, name: words }).waitFor({ timeout: WAIT_MS });
/** What stands at the Storage page's name in the rail; undefined where nothing does. */
const railCount = async (page: Page) => {
  const link = page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: /^Storage/ });
  return /\d+ things? needs? a person|\d+/.exec((await link.innerText()).replace("Storage", ""))?.[0];
};

/** An office whose source is backed up, and that tells of trouble by mail. */
async function protectOffice(host: TestHost, mailPort: number): Promise<void> {
  const { id: repositoryId } = await host.call("repositories.create", {
    ...{ name: "Backups", location: join(await tempFolder(), "backups"), password: "sesame" },
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", import.meta.dirname),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Now", repositoryId, sourceIds: [source.id] },
  });
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const channel = await host.call("alerts.channels.save", {
    channelId: null,
    draft: {
      ...{ name: "Mail", isEnabled: true, language: "en" },
      setup: {
        ...{ kind: "mail", host: "127.0.0.1", port: mailPort, security: "none", user: "" },
        ...{ from: "backstay@office.example", to: ["it@office.example"] },
      },
    },
    secrets: {},
  });
  const severities = ["warning", "failing", "failed"] as const;
  await host.call("alerts.rules.save", {
    ...NO_RULES,
    rules: [
      {
        ...{ severities: [...severities], codes: [], channelIds: [channel.id] },
        ...{ delayMinutes: 0, escalation: null },
      },
    ],
  });
  await host.call("app.finishSetUp", {});
}

test.skipIf(lacksTool("chromium"))(
  "tray, notice, overview, page, inbox and mail tell of a failing disk within one round, once, and of its end once",
  async () => {
    const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
    const mail = await startMailServer();
    const { folder, host, machine, page, go } = await storageConsole({ clock });
    const socket = await serveHostSocket(folder, host);
    onTestFinished(() => socket.close());
    const build = await buildDesktop();
    onTestFinished(() => build.remove());
    /** The disks are as they are now when their next round comes, five minutes later. */
    const nextRound = async (replacedSectors: number) => {
      machine.setDisks([
        { name: "sda", smart: disk("A1") },
        { name: "sdb", smart: disk("B2", { 5: replacedSectors }) },
      ]);
      clock.aheadMs += ROUND_EVERY_MS;
      const beganMs = clock.nowMs();
      host.noteWakeUp();
      const answered = async () => (await host.call("hosts.list", {})).hosts[0]?.answeredMs ?? 0;
      await expect.poll(answered, { timeout: WAIT_MS }).toBeGreaterThanOrEqual(beganMs);
    };
    /** Messages wait a little for others of the same cause, and are sent by the next tick of the host. */
    const mails = async (count: number) => {
      clock.aheadMs += 61_000;
      host.noteWakeUp();
      await expect.poll(() => mail.mails.length, { timeout: WAIT_MS }).toBeGreaterThanOrEqual(count);
      expect(mail.mails).toHaveLength(count);
      return mail.mails[count - 1]?.source.replaceAll(/=\r?\n/g, "") ?? "";
    };
    const alerts = async () => (await host.call("alerts.list", { which: "all", limit: 10 })).alerts;

    await protectOffice(host, mail.port);
    await nextRound(0);
    const desktop = startDesktop(build, folder);
    onTestFinished(() => desktop.stop());
    await desktop.until("all is well", ({ tray }) => ALL_IS_WELL.test(tray?.tooltip ?? ""));
    await go("/overview");
    await sentence(page, ALL_IS_WELL);
    await page.getByText("2 disks, all fine").waitFor();
    await expect.poll(() => railCount(page)).toBeUndefined();

    await nextRound(3);
    await desktop.until("the tray says so", ({ tray }) => tray?.tooltip === `${IS_FAILING}.`);
    expect(desktop.desk.tray?.icon).toMatch(/^tray-attention-/);
    await desktop.until("it is told of", ({ notices }) => notices.length > 0);
    await sentence(page, new RegExp(`^${IS_FAILING}\\.`)); // the page that is open, without anybody touching it
    await expect.poll(() => railCount(page)).toBe("1");
    const steps = page.getByRole("region", { name: "What to do" }).getByRole("listitem");
    await steps.getByText(`${IS_FAILING}.`, { exact: true }).waitFor();
    await expect.poll(() => steps.count()).toBe(1);
    await page.getByText("1 thing needs a look").waitFor();
    await steps.getByRole("button", { name: "Show the disk" }).click();
    await sentence(page, /^This disk is failing\./);
    await go("/storage");
    await sentence(page, /^Disk LABDISK SATA HDD B2 is failing\./);
    await go("/alerts");
    await page.getByRole("article").getByRole("heading", { name: IS_FAILING }).waitFor({ timeout: WAIT_MS });
    expect(await mails(1)).toContain(IS_FAILING);

    await nextRound(3);
    await nextRound(3);
    await mails(1);
    expect(await alerts()).toMatchObject([{ occurrences: 1, resolvedMs: null }]);
    expect(desktop.desk.notices.map(({ title }) => title)).toEqual([IS_FAILING]);
    expect(desktop.desk.tray?.tooltip).toBe(`${IS_FAILING}.`);

    await nextRound(0);
    await desktop.until("the tray is calm again", ({ tray }) => ALL_IS_WELL.test(tray?.tooltip ?? ""));
    expect(desktop.desk.tray?.icon).toMatch(/^tray-protected-/);
    await go("/overview");
    await sentence(page, ALL_IS_WELL);
    await page.getByText("2 disks, all fine").waitFor();
    await expect.poll(() => railCount(page)).toBeUndefined();
    await expect.poll(() => page.getByRole("region", { name: "What to do" }).count()).toBe(0);
    expect(await mails(2)).toContain(`${DISK} was failing`);
    await nextRound(0);
    await mails(2);
    const [alert, ...others] = await alerts();
    expect([alert, others]).toMatchObject([{ occurrences: 1, resolvedMs: expect.any(Number) }, []]);
    const { tellings } = await host.call("alerts.tellings", {
      alertId: alert?.id as NonNullable<typeof alert>["id"],
    });
    expect(tellings.map(({ what, state }) => `${what} ${state}`).toSorted()).toEqual([
      "ended sent",
      "raised sent",
    ]);
    expect(desktop.desk.notices).toHaveLength(1);
  },
);
