/** Somebody has a disk test itself, sets when disks do so, and reads what Backstay did by itself. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LIST_MOUNTS } from "../../core/health/probes/mounts.ts";
import { readLab } from "../../core/health/testing/fixtures.ts";
import { startSelfTest } from "../../core/health/tools/smartctl/commands.ts";
import { violationsOn } from "../support/axe.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { storageConsole } from "../support/storage-console.ts";
import { tempFolder } from "../support/temp-folder.ts";
import { lacksTool } from "../support/tools.ts";
import { smartOutput } from "../support/virtual-machine.ts";

const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");

/** @param running tenths that remain of a test that runs */
function disk(running: number | undefined, log: readonly object[] = []): string {
  const output = JSON.parse(smartOutput(HEALTHY, { serial: "A1" }));
  output.ata_smart_data.self_test.status = { value: running === undefined ? 0 : 0xf0 + running, string: "" };
  output.ata_smart_self_test_log = { standard: { table: log } };
  return JSON.stringify(output);
}

test.skipIf(lacksTool("chromium"))(
  "a test of a disk is begun on its page, its progress is seen, and what it found",
  async () => {
    const { host, machine, page, go } = await storageConsole();
    machine.setDisks([{ name: "sda", smart: disk(undefined) }]);
    const command = startSelfTest("/dev/sda", "sat", "long");
    if (command === undefined) throw new Error("no command");
    machine.say(command, "Testing has begun.\n");
    await host.call("health.checkNow", {});
    const [found] = (await host.call("health.disks", {})).disks;
    await go(`/storage/disk/${found?.id}`);
    await page.getByText("This disk remembers no tests.").waitFor();
    // the short one is not allowed here, and the page says so where it was asked for
    await page.getByRole("button", { name: "Run short test", exact: true }).click();
    await page.getByText(/^No self-test was started/).waitFor();

    machine.setDisks([{ name: "sda", smart: disk(6) }]);
    await page.getByRole("button", { name: "Run long test…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Run long test", exact: true }).click();
    await page.getByText("Long test is running, 60 % left.").waitFor();
    await expect
      .poll(() => page.getByRole("button", { name: "Run short test", exact: true }).count())
      .toBe(0);

    const failed = { type: { string: "Extended offline" }, status: { value: 0x70 }, lba: 4711 };
    machine.setDisks([{ name: "sda", smart: disk(undefined, [failed]) }]);
    await page.getByRole("button", { name: "Check now" }).click();
    const row = page.getByRole("row", { name: /Long test/ });
    await row.getByText("failed at sector 4711").waitFor();
    expect(await row.textContent()).toContain("begun by hand");
    expect(await violationsOn(page)).toEqual([]);

    await go("/storage");
    await page.getByLabel("Short test of each disk").selectOption("7");
    await page.getByText("one disk at a time, never during a backup").waitFor();
    const hostId = found?.hostId;
    if (hostId === undefined) throw new Error("no host");
    expect(await host.call("selfTests.schedule", { hostId })).toEqual({
      ...{ shortEveryDays: 7, longEveryDays: null, window: { from: "20:00", to: "06:00" } },
    });
  },
);

test.skipIf(lacksTool("chromium"))(
  "a backup that nobody asked for is explained, and can be switched off",
  async () => {
    const clock = { aheadMs: 0, nowMs: () => Date.now() + clock.aheadMs };
    const { host, machine, page, go } = await storageConsole({ clock });
    machine.say(LIST_MOUNTS, "/dev/sda / ext4 rw 0 0\n");
    const folder = await tempFolder();
    const documents = join(folder, "documents");
    await mkdir(documents);
    await writeFile(join(documents, "a"), "a");
    const { id: repositoryId } = await host.call("repositories.create", {
      ...{ name: "Vault", location: join(folder, "repo"), password: "correct horse" },
    });
    const draft = folderSource("Documents", documents);
    const { id: sourceId } = await host.call("sources.save", { sourceId: null, draft });
    await host.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Daily", repositoryId, sourceIds: [sourceId] },
    });
    machine.setDisks([{ name: "sda", smart: disk(undefined) }]);
    await host.call("health.checkNow", {});
    machine.setDisks([
      { name: "sda", smart: smartOutput(HEALTHY, { serial: "A1", raw: { 5: 40, 197: 9 } }) },
    ]);
    clock.aheadMs += 5 * 60_000;
    await host.call("health.checkNow", {});
    await host.event("job", ({ job }) => job.kind === "backup" && job.state === "done");

    await go("/activity");
    const disk1 = "disk LABDISK SATA HDD A1 of office-pc began to fail";
    await page.getByText(`Daily was backed up, because ${disk1}.`).waitFor();
    await page.getByText(`Freeing space in Vault and reading it back wait, because ${disk1}.`).waitFor();
    await page.getByText(`Backstay began this by itself, because ${disk1}.`).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("link", { name: "Change this…" }).click();
    await page.getByText(`Freeing space here and reading it back wait: ${disk1}.`).waitFor();
    await page.getByText("Spare disks under repositories", { exact: true }).click();
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.getByText("Freeing space here and reading it back wait").waitFor({ state: "detached" });
  },
);
