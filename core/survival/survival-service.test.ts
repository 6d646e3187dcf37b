/** What survives, asked of the whole engine: paths, devices, arrays and disks as a machine tells them. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { describeSurvival } from "../../shared/words/survival.ts";
import { folderSource, MANUAL_PLAN, openTestHost } from "../../test/support/host.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { makeVirtualMachine, smartOutput } from "../../test/support/virtual-machine.ts";
import { LIST_BLOCK_DEVICES } from "../health/probes/block-devices.ts";
import { LIST_MOUNTS } from "../health/probes/mounts.ts";
import { readLab } from "../health/testing/fixtures.ts";
import { MDSTAT } from "../health/tools/md/commands.ts";

const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");
const mdstat = (members: string, state: string) =>
  `Personalities : [raid1]\nmd0 : active raid1 ${members}\n      1048576 blocks super 1.2 ${state}\n\nunused devices: <none>\n`;

test("a backup on a mirror survives a disk until the mirror has lost one, and never the box it is in", async () => {
  const folder = await tempFolder();
  const machine = makeVirtualMachine(await tempFolder());
  const disks = ["A1", "B2"].map((serial, n) => ({
    name: n === 0 ? "sda" : "sdb",
    smart: smartOutput(HEALTHY, { serial }),
  }));
  machine.setDisks(disks);
  const device = (name: string, serial: string) => ({
    ...{ name, type: "disk", size: 4e12, serial, rota: true, rm: false, tran: "sata", hotplug: false },
    children: [{ name: "md0", type: "raid1", size: 4e12 }],
  });
  machine.say(
    LIST_BLOCK_DEVICES,
    JSON.stringify({ blockdevices: [device("sda", "A1"), device("sdb", "B2")] }),
  );
  machine.say(LIST_MOUNTS, "/dev/md0 / ext4 rw,relatime 0 0\n");
  machine.say(MDSTAT, mdstat("sda[0] sdb[1]", "[2/2] [UU]"));
  const host = await openTestHost(join(folder, "home"), {
    toolFolder: machine.folder,
    hostname: "office-pc",
  });
  onTestFinished(() => host.stop());
  const { id: repositoryId } = await host.call("repositories.create", {
    ...{ name: "Mirror", location: join(folder, "backups"), password: "sesame" },
  });
  const source = await host.call("sources.save", {
    sourceId: null,
    draft: folderSource("Documents", import.meta.dirname),
  });
  const plan = await host.call("plans.save", {
    planId: null,
    draft: { ...MANUAL_PLAN, name: "Now", repositoryId, sourceIds: [source.id] },
  });
  const look = async () => {
    const survival = await host.call("survival.get", {});
    const [row] = survival.rows;
    return (kind: string) => {
      const loss = survival.losses.find((one) => one.kind === kind);
      const cell = row?.cells.find(({ lossId }) => lossId === loss?.id);
      if (loss === undefined || cell === undefined) throw new Error(`nothing is said of ${kind}`);
      return { ...cell, words: describeSurvival(cell, loss, survival, "en") };
    };
  };

  expect((await look())("password").copies).toMatchObject([{ fate: "none" }]);
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  expect((await look())("disk")).toMatchObject({ left: 0, unknown: 1, disk: null }); // nothing was read yet

  await host.call("health.checkNow", {});
  const whole = await look();
  expect(whole("disk")).toMatchObject({
    left: 1,
    copies: [{ fate: "newest", reason: "array-holds", arrayName: "md0" }],
    words: expect.stringMatching(
      /^Disk .* in office-pc does the most harm\. If it is lost: The copy in Mirror stays/,
    ),
  });
  expect(whole("host")).toMatchObject({ left: 0, copies: [{ fate: "lost", reason: "on-the-host" }] });
  expect(whole("office")).toMatchObject({ left: 0, copies: [{ fate: "lost" }] });
  expect(whole("password")).toMatchObject({ left: 1 });

  machine.say(MDSTAT, mdstat("sda[0] sdb[1](F)", "[2/1] [U_]"));
  await host.call("health.checkNow", {});
  expect((await look())("disk")).toMatchObject({
    left: 0,
    disk: { name: expect.stringContaining("A1") },
    copies: [{ fate: "lost", reason: "array-breaks" }],
    words: expect.stringContaining("Nothing is left."),
  });
});
