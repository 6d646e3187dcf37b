import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { busyness } from "../../../test/support/processor-time.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import {
  makeVirtualMachine,
  smartOutput,
  type VirtualMachine,
} from "../../../test/support/virtual-machine.ts";
import { createLocalMachine } from "../machine/local-machine.ts";
import { judgeArray } from "../rules/judge-array.ts";
import { judgeDisk } from "../rules/judge-disk.ts";
import { readFixture, readLab } from "../testing/fixtures.ts";
import { askFileSystem, SHOW, SYSFS } from "../tools/btrfs/commands.ts";
import { MDSTAT, readDetail, readSysfs } from "../tools/md/commands.ts";
import { readDisk, SCAN } from "../tools/smartctl/commands.ts";
import { readControllers } from "../tools/storcli/commands.ts";
import { LIST_BLOCK_DEVICES } from "./block-devices.ts";
import type { HostReading } from "./host-reading.ts";
import { LIST_MOUNTS } from "./mounts.ts";
import { READ_SPACE } from "./probe-volumes.ts";
import { readMachine } from "./read-machine.ts";

const signal = new AbortController().signal;

async function virtualMachine(): Promise<VirtualMachine> {
  return makeVirtualMachine(await tempFolder());
}

async function read({ folder }: VirtualMachine, known: readonly string[] = []): Promise<HostReading> {
  return await readMachine(createLocalMachine(folder), {
    ...{ refusals: new Map(), known: new Set(known), given: [], nowMs: 0, signal },
  });
}

const sata = (serial: string, raw = {}) =>
  smartOutput(readLab("01", "smartctl-a-LABSATA0.json"), { serial, raw });

describe("a round over a machine", () => {
  test("reads every disk, and who it is", async () => {
    const machine = await virtualMachine();
    machine.setDisks([
      { name: "sda", smart: sata("A1") },
      { name: "sdb", smart: sata("B2", { 5: 24 }) },
    ]);
    const reading = await read(machine);
    expect(reading.gaps).toEqual([]);
    expect(reading.disks.map((disk) => disk.reading.identity.serial)).toEqual(["A1", "B2"]);
    expect(reading.disks.map((disk) => judgeDisk(disk.reading, undefined).verdict)).toEqual([
      "ok",
      "warning",
    ]);
    expect(reading.facts).toMatchObject({ system: "Debian GNU/Linux 12 (bookworm)", architecture: "x86_64" });
    expect(reading.volumes).toEqual([
      expect.objectContaining({
        path: "/",
        sizeBytes: 1_024_000_000,
        freeBytes: 614_400_000,
        fileSystem: "ext4",
      }),
    ]);
    expect([...reading.complete]).toEqual(expect.arrayContaining(["lsblk", "smartctl", "md"]));
  });

  test("puts md's two signals and mdadm's together, and knows the disks of its members", async () => {
    const machine = await virtualMachine();
    const disks = ["sda", "sdb", "sdc"].map((name) => ({ name, smart: sata(`S-${name}`) }));
    machine.setDisks(disks);
    machine.say(MDSTAT, readLab("11", "mdstat.txt"));
    for (const name of ["md0", "md1"]) {
      const [sysfs, detail] = [readSysfs(name), readDetail(`/dev/${name}`, "text")];
      if (sysfs === undefined || detail === undefined) throw new Error("not asked");
      const inFolder = readLab("11", `sysfs-${name}.txt`).replace(/^/gm, `/sys/block/${name}/md/`);
      machine.say(sysfs, inFolder.replace(/\/sys\/block\/md\d\/md\/$/, ""));
      machine.say(detail, readLab("11", `mdadm-detail-${name}.txt`));
    }
    const { arrays } = await read(machine);
    expect(arrays.map(({ reading }) => [reading.name, judgeArray(reading, undefined).verdict])).toEqual([
      ["md0", "degraded"],
      ["md1", "ok"],
    ]);
    expect(arrays[0]?.reading.signals.length).toBeGreaterThanOrEqual(3);
  });

  test("takes a disk behind a controller once, from smartctl and from the controller's program", async () => {
    const machine = await virtualMachine();
    machine.setDisks([]);
    const [ask] = readControllers("storcli64");
    if (ask === undefined) throw new Error("not asked");
    const answer = readFixture("storcli", "scality__raidmgmt__c0.json");
    machine.say(ask, answer);
    const alone = await read(machine);
    expect(alone.controllers.length).toBe(1);
    expect(alone.disks.length).toBeGreaterThan(1);
    expect(alone.disks.every(({ sources }) => sources.includes("storcli"))).toBe(true);
    expect(alone.complete.has("storcli")).toBe(true);
  });

  test("a controller that is gone is missed by the program that knew it", async () => {
    const machine = await virtualMachine();
    const [ask] = readControllers("storcli64");
    if (ask === undefined) throw new Error("not asked");
    machine.say(ask, readFixture("storcli", "scality__raidmgmt__c5_invalid.json"));
    const reading = await read(machine, ["storcli"]);
    expect(reading.controllers).toEqual([]);
    expect(reading.complete.has("storcli")).toBe(true);
    machine.uninstall("storcli64");
    const without = await read(machine, ["storcli"]);
    expect(without.complete.has("storcli")).toBe(false);
    expect(without.gaps).toMatchObject([{ reason: "tool-missing" }]);
  });
});

describe("what cannot be read", () => {
  test("without smartctl every disk is there, and unknown", async () => {
    const machine = await virtualMachine();
    machine.setDisks([{ name: "sda", serial: "A1" }]);
    machine.uninstall("smartctl");
    const { disks, complete } = await read(machine);
    expect(disks).toHaveLength(1);
    expect(disks[0]?.reading.identity.serial).toBe("A1");
    const { verdict, findings } = judgeDisk((disks[0] ?? raise()).reading, undefined);
    expect(verdict).toBe("unknown");
    expect(findings).toMatchObject([{ code: "DISK_UNREADABLE", details: { reason: "tool-missing" } }]);
    expect(complete.has("smartctl")).toBe(false);
  });

  test("a Btrfs whose list does not come is still the one that the kernel knows, and no other", async () => {
    const machine = await virtualMachine();
    machine.setDisks([]);
    machine.say(LIST_MOUNTS, "/dev/sdd /volume3 btrfs rw 0 0\n");
    const ask = askFileSystem("/volume3") ?? raise();
    machine.say(ask.stats, readLab("01", "btrfs-device-stats.json"));
    machine.say(ask.usage, readLab("01", "btrfs-filesystem-usage.txt"));
    machine.say(ask.scrub, readLab("01", "btrfs-scrub-status.txt"));
    machine.say(SHOW, "Segmentation fault");
    machine.say(SYSFS, readLab("82", "healthy.txt"));
    const { arrays, gaps, complete } = await read(machine);
    expect(arrays.map(({ reading }) => [reading.id, judgeArray(reading, undefined).verdict])).toEqual([
      ["7e832993-47f9-4786-b519-6bf865c8f14d", "ok"],
    ]);
    expect(gaps).toMatchObject([{ about: "btrfs" }]);
    expect(complete.has("btrfs")).toBe(false);
  });

  test.each([
    ["52", "proc /proc proc rw 0 0\n", false],
    ["53", "/dev/sdd /volume3 btrfs rw 0 0\n", true],
    // a root that was mounted before anybody had names: what only a mounted one tells is told of it
    ["53", "/dev/root /volume3 btrfs rw 0 0\n", true],
  ])(
    "of a Btrfs that lacks a device it is known whether it is mounted: %s, %j",
    async (state, mounts, isMounted) => {
      const machine = await virtualMachine();
      const fstype = { name: "sdd", type: "disk", size: 536_870_912, fstype: "btrfs" };
      machine.say(LIST_BLOCK_DEVICES, JSON.stringify({ blockdevices: [fstype] }));
      machine.say(LIST_MOUNTS, mounts);
      const ask = askFileSystem("/volume3") ?? raise();
      machine.say(SHOW, readLab(state, "btrfs-filesystem-show.txt"));
      machine.say(ask.stats, readLab(state, "btrfs-device-stats.json"));
      machine.say(ask.usage, readLab(state, "btrfs-filesystem-usage.txt"));
      machine.say(ask.scrub, readLab(state, "btrfs-scrub-status.txt"));
      const { arrays } = await read(machine);
      expect(arrays.map(({ reading }) => [reading.name, reading.isMounted])).toEqual([
        ["labbtrfs", isMounted],
      ]);
    },
  );

  test("a reader without rights gets no fine disk", async () => {
    const machine = await virtualMachine();
    machine.setDisks([{ name: "sda", serial: "A1", smart: readLab("07", "smartctl-a-LABSATA0.json") }]);
    const [disk] = (await read(machine)).disks;
    expect(judgeDisk((disk ?? raise()).reading, undefined)).toMatchObject({
      verdict: "unknown",
      findings: [{ details: { reason: "permission-denied" } }],
    });
  });

  test.each(["", "{", "Segmentation fault", "\u0000\u0001", '{"blockdevices": 7}', "x".repeat(100_000)])(
    "garbage from every program ends no round: %#",
    async (garbage) => {
      const machine = await virtualMachine();
      machine.setDisks([{ name: "sda", smart: garbage }]);
      const disk = readDisk("/dev/sda", "sat") ?? raise();
      for (const command of [SCAN, MDSTAT, LIST_MOUNTS, READ_SPACE, disk]) machine.say(command, garbage);
      const some = await read(machine);
      // whose answer it is must be said, or nobody can look for it
      expect(some.gaps.map(({ about }) => about)).not.toContain(null);
      expect(some.disks.map(({ reading }) => judgeDisk(reading, undefined).verdict)).toEqual(["unknown"]);
      machine.say(LIST_BLOCK_DEVICES, garbage);
      const none = await read(machine);
      expect(none.disks).toEqual([]);
      expect(none.gaps.length).toBeGreaterThan(0);
      expect(none.gaps.map(({ about }) => about)).not.toContain(null);
      expect(none.complete.has("lsblk")).toBe(false);
    },
  );

  test("a machine without any program says so", async () => {
    const folder = join(await tempFolder(), "empty");
    mkdirSync(folder);
    const reading = await readMachine(createLocalMachine(folder), {
      ...{ refusals: new Map(), known: new Set<string>(), given: [], nowMs: 0, signal },
    });
    expect(reading.disks).toEqual([]);
    expect(reading.gaps.map(({ reason }) => reason)).toContain("tool-missing");
    expect(reading.complete.size).toBeLessThan(6);
  });
});

test("a round over five machines with ten disks each takes less than ten seconds", async () => {
  const machines = await Promise.all(
    Array.from({ length: 5 }, async (_, host) => {
      const machine = await virtualMachine();
      const names = Array.from({ length: 10 }, (__, n) => `sd${String.fromCharCode(97 + n)}`);
      machine.setDisks(names.map((name) => ({ name, smart: sata(`${host}-${name}`) })));
      return machine;
    }),
  );
  const startMs = performance.now();
  const readings = await Promise.all(machines.map((machine) => read(machine)));
  const tookMs = performance.now() - startMs;
  expect(readings.flatMap(({ disks }) => disks)).toHaveLength(50);
  expect(readings.flatMap(({ disks }) => disks).every(({ reading }) => reading.isReadable)).toBe(true);
  expect(tookMs).toBeLessThan(10_000 * busyness());
});

function raise(): never {
  throw new Error("it is not there");
}
