/** Disks that smartctl can read only when somebody says how, over whole rounds with programs that print what real ones did. */
import { expect, test } from "vitest";
import type { TestHost } from "../../../test/support/host.ts";
import { openWatchingHost } from "../../../test/support/watching-host.ts";
import { LIST_BLOCK_DEVICES } from "../probes/block-devices.ts";
import { readFixture } from "../testing/fixtures.ts";
import { labDisk } from "../testing/lab-disk.ts";
import { readDisk, SCAN } from "../tools/smartctl/commands.ts";
import { readControllers } from "../tools/storcli/commands.ts";
import { ROUND_EVERY_MS } from "./staleness.ts";

const BRIDGE = "DOCK0001";
/** What smartctl printed of a disk behind an adapter that it does not know. */
const HIDDEN = JSON.stringify({
  smartctl: {
    version: [7, 3],
    messages: [{ string: "/dev/sdb: Unknown USB bridge [0x152d:0x0578 (0x100)]", severity: "error" }],
    exit_status: 1,
  },
});

type Watching = Awaited<ReturnType<typeof openWatchingHost>>;

/** One disk behind an adapter: the kernel knows the adapter's serial number, the disk tells its own. */
function plugIn({ machine }: Watching, name: string, bridge: string | null, ownSerial: string): void {
  const device = {
    name,
    type: "disk",
    size: 4e12,
    serial: bridge,
    rota: true,
    rm: false,
    tran: "usb",
    hotplug: true,
  };
  machine.say(LIST_BLOCK_DEVICES, JSON.stringify({ blockdevices: [device] }));
  machine.say(SCAN, JSON.stringify({ smartctl: { version: [7, 3], exit_status: 0 }, devices: [] }));
  const [auto, sat] = [readDisk(`/dev/${name}`, null), readDisk(`/dev/${name}`, "sat")];
  if (auto === undefined || sat === undefined) throw new Error(`no disk is called ${name}`);
  machine.say(auto, HIDDEN, { status: 1 });
  machine.say(sat, labDisk(ownSerial));
}

const disksOf = async (host: TestHost) =>
  (await host.call("health.disks", {})).disks.map(
    ({ id, verdict, identity, place, connection, isVanished }) => ({
      ...{ id, verdict, serial: identity.serial, device: place.device, given: connection.given, isVanished },
    }),
  );

test.each([[BRIDGE], [null]])(
  "a disk behind an adapter called %s is read once somebody says how, and stays the same disk",
  async (bridge) => {
    const watching = await openWatchingHost();
    const { host, later } = watching;
    plugIn(watching, "sdb", bridge, "OWN1");
    await later(0);
    const [before, ...others] = await disksOf(host);
    expect(others).toEqual([]);
    if (before === undefined) throw new Error("no disk");
    expect(before).toMatchObject({ verdict: "unknown", serial: bridge, given: null });

    await host.call("health.setDeviceType", { subjectId: before.id, deviceType: "sat" });
    await later(ROUND_EVERY_MS);
    const read = { id: before.id, serial: "OWN1", device: "/dev/sdb", given: "sat", isVanished: false };
    expect(await disksOf(host)).toEqual([{ ...read, verdict: "ok" }]);
    await later(ROUND_EVERY_MS);
    await watching.restart();
    await watching.host.call("health.checkNow", {});
    expect(await disksOf(watching.host)).toEqual([{ ...read, verdict: "ok" }]);

    await watching.host.call("health.setDeviceType", { subjectId: before.id, deviceType: null });
    await later(ROUND_EVERY_MS);
    const [after] = await disksOf(watching.host);
    expect(after).toMatchObject({ given: null, verdict: "unknown" });
  },
);

test("the choice follows the disk to another name of the kernel, and another disk in the adapter is another disk", async () => {
  const watching = await openWatchingHost();
  const { host, later } = watching;
  plugIn(watching, "sdb", BRIDGE, "OWN1");
  await later(0);
  const [first] = await disksOf(host);
  if (first === undefined) throw new Error("no disk");
  await host.call("health.setDeviceType", { subjectId: first.id, deviceType: "sat" });
  await later(ROUND_EVERY_MS);
  plugIn(watching, "sdc", BRIDGE, "OWN1");
  await later(ROUND_EVERY_MS);
  expect(await disksOf(host)).toMatchObject([{ id: first.id, device: "/dev/sdc", verdict: "ok" }]);
  plugIn(watching, "sdc", BRIDGE, "OWN2");
  await later(ROUND_EVERY_MS);
  const both = await disksOf(host);
  expect(both).toHaveLength(2);
  expect(both.find(({ id }) => id === first.id)).toMatchObject({ serial: "OWN1", isVanished: true });
  expect(both.find(({ id }) => id !== first.id)).toMatchObject({
    serial: "OWN2",
    verdict: "ok",
    given: "sat",
  });
});

test("takes only what smartctl could take", async () => {
  const watching = await openWatchingHost();
  const { host, later } = watching;
  plugIn(watching, "sdb", BRIDGE, "OWN1");
  await later(0);
  const [disk] = await disksOf(host);
  if (disk === undefined) throw new Error("no disk");
  for (const deviceType of ["", "-x", "sat --all", "sat;reboot", "a".repeat(101)])
    await expect(host.call("health.setDeviceType", { subjectId: disk.id, deviceType })).rejects.toMatchObject(
      {
        code: "CALL_INVALID",
      },
    );
  expect(await disksOf(host)).toMatchObject([{ given: null }]);
});

test("a disk that only its RAID controller knows takes no choice, and keeps being read", async () => {
  const watching = await openWatchingHost();
  const { host, later, machine } = watching;
  const [ask] = readControllers("storcli64");
  if (ask === undefined) throw new Error("not asked");
  machine.say(ask, readFixture("storcli", "AlexBomber12__megaraid-dashboard__c0_show_all.json"));
  await later(0);
  const { disks } = await host.call("health.disks", {});
  const [disk] = disks;
  if (disk === undefined) throw new Error("no disk");
  expect(disks.every(({ connection }) => !connection.takesType)).toBe(true);
  for (const deviceType of ["sat", null])
    await expect(host.call("health.setDeviceType", { subjectId: disk.id, deviceType })).rejects.toMatchObject(
      {
        code: "DISK_TYPE_NOT_TAKEN",
        details: { name: disk.name },
      },
    );
  await later(ROUND_EVERY_MS);
  expect((await host.call("health.disks", {})).disks.find(({ id }) => id === disk.id)).toMatchObject({
    verdict: disk.verdict,
    connection: { given: null, takesType: false },
  });
});
