/** How disks and arrays are, as the overview has it, from what a machine tells. */
import { statfsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openWatchingHost } from "../../test/support/watching-host.ts";
import { LIST_MOUNTS } from "../health/probes/mounts.ts";
import { READ_SPACE } from "../health/probes/probe-volumes.ts";
import { labDisk } from "../health/testing/lab-disk.ts";
import { MDSTAT } from "../health/tools/md/commands.ts";
import { readOverview } from "./read-overview.ts";

const MINUTE_MS = 60_000;
const disk = (name: string, serial: string, raw: Readonly<Record<number, number>> = {}) => ({
  ...{ name, smart: labDisk(serial, raw) },
});
const mdstat = (members: string, state: string) =>
  `Personalities : [raid1]\nmd0 : active raid1 ${members}\n      1048576 blocks super 1.2 ${state}\n\nunused devices: <none>\n`;

async function watched() {
  const watching = await openWatchingHost();
  const { host } = watching;
  const read = async () => {
    await host.call("health.checkNow", {});
    return (await host.call("overview.get", {})).health;
  };
  return { ...watching, read };
}

test("disks are listed as they sit: those of an array, a spare, one that failed, and then those in none", async () => {
  const { machine, read } = await watched();
  machine.setDisks([disk("sda", "A1"), disk("sdb", "B2"), disk("sdc", "C3"), disk("sdd", "D4")]);
  machine.say(MDSTAT, mdstat("sda[0] sdb[1](F) sdc[2](S)", "[2/1] [U_]"));
  const { hosts, troubles, severity } = await read();
  expect(severity).toBe("critical");
  const [own] = hosts;
  expect(own).toMatchObject({
    ...{ name: "office-pc", kind: "local", state: "answers", isStale: false, hottestC: expect.any(Number) },
    arrays: [{ name: "md0", technology: "md", level: "raid1", verdict: "degraded" }],
  });
  const bays = own?.bays.map(({ name, verdict, isSpare }) => [name?.slice(-2), verdict, isSpare]);
  expect(bays).toEqual([
    ["A1", "ok", false],
    ["B2", "failed", false],
    ["C3", "ok", true],
    ["D4", "ok", false],
  ]);
  expect(troubles.map(({ kind }) => kind)).toContain("array");
});

test("a member that is gone keeps its place, and a machine without tools is unknown and no news", async () => {
  const { machine, read, home } = await watched();
  machine.uninstall("smartctl");
  machine.uninstall("lsblk");
  machine.say(MDSTAT, mdstat("sda1[0]", "[2/1] [U_]"));
  const { hosts, blind } = await read();
  expect(hosts[0]?.arrays).toMatchObject([{ verdict: "degraded" }]);
  expect(hosts[0]?.bays.every(({ diskId, verdict }) => diskId === null && verdict === "failed")).toBe(true);
  expect(blind).toEqual([]);
  expect(readOverview(home, { nowMs: Date.now })?.health.hosts).toMatchObject([{ name: "office-pc" }]);
});

test("what could be read once and cannot any more is told after three rounds, and what is old is unknown", async () => {
  const { clock, machine, host, read } = await watched();
  machine.setDisks([disk("sda", "A1")]);
  expect(await read()).toMatchObject({ severity: "ok", blind: [], hosts: [{ severity: "ok" }] });
  machine.uninstall("smartctl");
  for (const rounds of [1, 2]) {
    clock.aheadMs += 61 * MINUTE_MS; // a program that is missing is asked for again after an hour
    expect((await read()).blind, `after ${rounds}`).toEqual([]);
  }
  clock.aheadMs += 61 * MINUTE_MS;
  expect((await read()).blind).toEqual([
    { kind: "unread", hostId: expect.any(String), hostName: "office-pc" },
  ]);
  clock.aheadMs += 61 * MINUTE_MS;
  expect((await host.call("overview.get", {})).health).toMatchObject({
    hosts: [{ isStale: true, severity: "unknown", hottestC: null, bays: [{ verdict: "unknown" }] }],
  });
});

test("the room of a place with backups is that of the file system it is in, if that is as large as it says", async () => {
  const { machine, folder, host, read } = await watched();
  const { blocks, bsize } = statfsSync(folder);
  const space = (kilobytes: number) =>
    machine.say(
      READ_SPACE,
      `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 ${kilobytes} 400000 600000 40% /\n`,
    );
  machine.say(LIST_MOUNTS, "/dev/sda1 / ext4 rw,relatime 0 0\n");
  space((blocks * bsize) / 1024);
  const repository = await host.call("repositories.create", {
    ...{ name: "Backups", location: join(folder, "backups"), password: "sesame" },
  });
  await host.call("repositories.refresh", { repositoryId: repository.id });
  expect((await read()).rooms).toMatchObject([
    {
      ...{ path: "/", hostName: "office-pc", replicaIds: [repository.replicas[0]?.id], isStale: false },
      full: { kind: "not-enough-data" },
    },
  ]);
  space(1_000_000); // another file system than the one the place is in: a share is mounted there
  expect((await read()).rooms).toEqual([]);
});
