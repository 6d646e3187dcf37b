/** Where machines and copies stand, said on the Storage page; and how far a repository is read back. */
import { mkdirSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readLab } from "../../core/health/testing/fixtures.ts";
import { violationsOn } from "../support/axe.ts";
import { folderSource, MANUAL_PLAN } from "../support/host.ts";
import { latinOn } from "../support/latin-words.ts";
import { storageConsole } from "../support/storage-console.ts";
import { lacksTool } from "../support/tools.ts";
import { smartOutput } from "../support/virtual-machine.ts";

/** What tools, makers and the office call things, which nobody translates. */
const NAMES = [
  ...["LABDISK SATA HDD", "A1", "office-pc", "Vault", "Box", "sda", "ext4", "ann@127.0.0.1:1", "grep", "SSH"],
  ...["Debian GNU/Linux 12 (bookworm)", "6.1.0-56-amd64", "smartmontools", "sudo", "docs/health.md"],
];

test.skipIf(lacksTool("chromium"))(
  "a copy is said to stand elsewhere, so that it is left when the office is lost, and all is read back in a month",
  async () => {
    const { host, machine, page, go, folder } = await storageConsole();
    const smart = smartOutput(readLab("01", "smartctl-a-LABSATA0.json"), { serial: "A1" });
    machine.setDisks([{ name: "sda", smart }]);
    mkdirSync(`${folder}-documents`);
    writeFileSync(`${folder}-documents/letter.txt`, "Dear customer");
    const { id: repositoryId } = await host.call("repositories.create", {
      ...{ name: "Vault", location: `${folder}-vault`, password: "sesame" },
    });
    const source = await host.call("sources.save", {
      sourceId: null,
      draft: folderSource("Documents", `${folder}-documents`),
    });
    const plan = await host.call("plans.save", {
      planId: null,
      draft: { ...MANUAL_PLAN, name: "Now", repositoryId, sourceIds: [source.id] },
    });
    await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
    const box = await host.call("hosts.add", {
      draft: {
        name: "Box",
        setup: { kind: "ssh", address: "127.0.0.1", port: 1, user: "ann", signIn: "password" },
      },
      secrets: { password: "x" },
    });
    await host.call("health.checkNow", {});
    const own = (await host.call("hosts.list", {})).hosts.find(({ setup }) => setup.kind === "local");
    const office = async () => {
      const { rows, losses } = await host.call("survival.get", {});
      return rows[0]?.cells[losses.findIndex(({ kind }) => kind === "office")]?.left;
    };
    expect(await office()).toBe(0);

    await go(`/storage/host/${own?.id}`);
    const place = page.getByLabel("Where the copy in Vault stands");
    await place.selectOption({ label: "elsewhere" });
    await host.event("hosts");
    await expect.poll(office).toBe(1);
    await expect.poll(() => place.inputValue()).toBe("elsewhere");
    await page.getByLabel("Read all data back every").selectOption({ label: "30 days" });
    await page.getByText(/^0.% of this round/).waitFor();
    await expect.poll(async () => (await host.call("readingBack.list", {})).repositories[0]?.days).toBe(30);
    expect(await violationsOn(page)).toEqual([]);

    await go(`/storage/host/${box.id}`);
    await page.getByLabel("Where Box stands").selectOption({ label: "in this office" });
    await expect
      .poll(
        async () => (await host.call("survival.get", {})).hosts.find(({ name }) => name === "Box")?.standing,
      )
      .toBe("office");

    await host.call("settings.set", { language: "zh" });
    await go(`/storage/host/${own?.id}`);
    await page.getByLabel("Vault 中的副本所在的地方").waitFor();
    expect(await latinOn(page, NAMES)).toEqual([]);
  },
);
