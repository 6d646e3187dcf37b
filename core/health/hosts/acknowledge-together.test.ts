/** One acknowledgement for one thing, wherever somebody gives it. */
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openTestHost } from "../../../test/support/host.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { makeVirtualMachine, smartOutput } from "../../../test/support/virtual-machine.ts";
import { readLab } from "../testing/fixtures.ts";

const HEALTHY = readLab("01", "smartctl-a-LABSATA0.json");

/** A machine with two disks, of which the second has sectors it replaced, as many as is said. */
async function machineWithReplacedSectors() {
  const machine = makeVirtualMachine(await tempFolder());
  const host = await openTestHost(join(await tempFolder(), "home"), { toolFolder: machine.folder });
  onTestFinished(() => host.stop());
  const read = async (replaced: number) => {
    machine.setDisks([
      { name: "sda", smart: smartOutput(HEALTHY, { serial: "A1" }) },
      { name: "sdb", smart: smartOutput(HEALTHY, { serial: "B2", raw: { 5: replaced } }) },
    ]);
    await host.call("health.checkNow", {});
  };
  const disk = async () => {
    const { disks } = await host.call("health.disks", {});
    const found = disks.find(({ identity }) => identity.serial === "B2");
    if (found === undefined) throw new Error("no disk B2");
    return found;
  };
  const alerts = async () => (await host.call("alerts.list", { which: "open", limit: 10 })).alerts;
  await read(0);
  await read(3);
  return { host, read, disk, alerts };
}

test("an alert about a disk that is acknowledged acknowledges the disk, and the overview is calm", async () => {
  const { host, disk, alerts } = await machineWithReplacedSectors();
  expect((await host.call("overview.get", {})).health).toMatchObject({
    ...{ severity: "critical", troubleCount: 1, openAlerts: 1 },
    troubles: [{ kind: "disk", name: expect.stringContaining("B2"), verdict: "failing" }],
  });
  const [alert] = await alerts();
  if (alert === undefined) throw new Error("no alert");
  await host.call("alerts.acknowledge", { alertId: alert.id });
  expect(await disk()).toMatchObject({ verdict: "failing", acknowledgedMs: expect.any(Number) });
  expect(await host.call("overview.get", {})).toMatchObject({
    ...{ openAlerts: 0, worstAlert: null },
    health: { severity: "ok", troubles: [], troubleCount: 0, openAlerts: 0 },
  });
});

test("a disk that is acknowledged acknowledges its alert", async () => {
  const { host, disk, alerts } = await machineWithReplacedSectors();
  await host.call("health.acknowledge", { subjectId: (await disk()).id });
  expect(await alerts()).toMatchObject([{ acknowledgedMs: expect.any(Number) }]);
});

test("what gets worse comes back in both places, and once", async () => {
  const { host, read, disk, alerts } = await machineWithReplacedSectors();
  const [alert] = await alerts();
  if (alert === undefined) throw new Error("no alert");
  await host.call("alerts.acknowledge", { alertId: alert.id });
  await read(3);
  expect((await disk()).acknowledgedMs).not.toBeNull();
  expect(await alerts()).toMatchObject([{ acknowledgedMs: expect.any(Number) }]);
  await read(4);
  expect((await disk()).acknowledgedMs).toBeNull();
  expect(await alerts()).toMatchObject([{ id: alert.id, acknowledgedMs: null }]);
  const { occurrences } = (await alerts())[0] ?? {};
  await read(5);
  expect(await alerts()).toMatchObject([{ id: alert.id, acknowledgedMs: null, occurrences }]);
});

test("an alert says what is so now, also where that is nothing to be told again", async () => {
  const { read, alerts } = await machineWithReplacedSectors();
  await read(4);
  const [{ occurrences, lastMs } = { occurrences: 0, lastMs: 0 }] = await alerts();
  for (const replaced of [5, 6]) {
    await read(replaced);
    expect(await alerts()).toMatchObject([
      {
        occurrences,
        lastMs,
        subject: { finding: { code: "DISK_DAMAGE_RISING", details: { value: replaced } } },
      },
    ]);
  }
});
