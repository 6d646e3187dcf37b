/**
 * Machines that run Windows and macOS, through the code that reads them there. What their tools say is made by hand after the makers'
 * documentation and the package's source: nobody has given outputs that may be kept here.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { makeVirtualMachine, smartOutput } from "../../../test/support/virtual-machine.ts";
import { createLocalMachine } from "../machine/local-machine.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { judgeArray } from "../rules/judge-array.ts";
import { judgeDisk } from "../rules/judge-disk.ts";
import { readLab } from "../testing/fixtures.ts";
import { LIST_SETS } from "../tools/apple-raid/commands.ts";
import { readDisk, SCAN } from "../tools/smartctl/commands.ts";
import { READ_STORAGE } from "../tools/storage-spaces/commands.ts";
import type { AskSystem } from "./ask-system.ts";
import { parseSystem } from "./parse-system.ts";
import { createThisMachineReader } from "./read-this-machine.ts";
import { createRememberedMachine } from "./remembered-machine.ts";
import type { SystemPart } from "./system-parts.ts";

const signal = new AbortController().signal;
const HOUR_MS = 60 * 60_000;
const SATA = readLab("01", "smartctl-a-LABSATA0.json");
/** As smartctl says it of the disk of the lab. */
const SIZE = (JSON.parse(SATA) as { user_capacity: { bytes: number } }).user_capacity.bytes;

type Answers = Partial<Record<SystemPart, unknown>>;

async function machineOf(platform: NodeJS.Platform) {
  const virtual = makeVirtualMachine(await tempFolder());
  virtual.uninstall("smartctl");
  const answers: Answers = {};
  const asked: SystemPart[][] = [];
  const ask: AskSystem = async (parts) => {
    asked.push([...parts]);
    const said = parts.map((part) => [part, answers[part] ?? null]);
    return { kind: "said", exitStatus: 0, stdout: JSON.stringify(Object.fromEntries(said)), stderr: "" };
  };
  const parts = { machine: createLocalMachine(virtual.folder), ask, memory: createRememberedMachine() };
  const read = createThisMachineReader(parts, platform);
  let nowMs = 0;
  return {
    ...{ ...virtual, answers, asked },
    read(laterMs = 0): Promise<HostReading> {
      nowMs += laterMs;
      return read({ refusals: new Map(), known: new Set(), given: [], nowMs, signal });
    },
  };
}

const disksIn = ({ disks }: HostReading) =>
  disks.map(({ reading }) => [reading.identity.serial, judgeDisk(reading, undefined).verdict]);
const scanOf = (...devices: readonly string[]) =>
  JSON.stringify({
    smartctl: { version: [7, 4], exit_status: 0 },
    devices: devices.map((name) => ({ name, type: "sat", protocol: "ATA" })),
  });

describe("Windows", () => {
  const physical = (n: number, changes = {}) => ({
    ...{ DeviceId: String(n), FriendlyName: "MAKER HDD", SerialNumber: `W${n}`, UniqueId: `id ${n}` },
    ...{ MediaType: 3, BusType: 11, Size: SIZE, Usage: 1, HealthStatus: 0, OperationalStatus: [2] },
    ...changes,
  });
  const storage = (...physicalDisks: readonly unknown[]) => ({
    ...{ physicalDisks, pools: [], jobs: [], counters: [] },
    virtualDisks: [
      {
        ...{ FriendlyName: "Mirror", UniqueId: "V1", ResiliencySettingName: "Mirror", Size: 4e12 },
        ...{ HealthStatus: 1, OperationalStatus: [11] },
      },
    ],
  });
  const volumes = [
    { fs: "C:", type: "NTFS", size: 1e12, used: 4e11, available: 6e11, use: 40, mount: "C:" },
    { fs: "Z:", type: "NTFS", size: 9e12, used: 1, available: 9e12 - 1, use: 0, mount: "Z:" },
  ];
  const drives = [
    { name: "C:", mount: "C:", physical: "Local" },
    { name: "Z:", mount: "Z:", physical: "Network" },
  ];
  const machine = {
    ...{ manufacturer: "Maker Inc.", model: "Office 3000", time: { uptime: 3600 } },
    os: {
      ...{ platform: "Windows", distro: "Microsoft Windows 11 Pro", release: "10.0.22631" },
      ...{ kernel: "10.0.22631", arch: "x64" },
    },
  };

  test("is read by its storage classes and by systeminformation; drives of others are left out", async () => {
    const pc = await machineOf("win32");
    pc.say(READ_STORAGE, JSON.stringify(storage(physical(0), physical(1, { HealthStatus: 2, BusType: 7 }))));
    Object.assign(pc.answers, { volumes, drives, machine, temperature: { main: null } });
    const reading = await pc.read();
    expect(disksIn(reading)).toEqual([
      ["W0", "unknown"], // it says that it is well, and nothing else
      ["W1", "failed"],
    ]);
    expect(reading.disks.map(({ isRemovable }) => isRemovable)).toEqual([false, true]);
    expect(
      reading.arrays.map(({ reading: array }) => [array.name, judgeArray(array, undefined).verdict]),
    ).toEqual([["Mirror", "rebuilding"]]);
    expect(reading.volumes).toEqual([
      {
        ...{ path: "C:", source: "C:", fileSystem: "NTFS", sizeBytes: 1e12, freeBytes: 6e11 },
        inodesUsedPercent: null,
      },
    ]);
    expect(reading.facts).toEqual({
      ...{ system: "Microsoft Windows 11 Pro", kernel: "10.0.22631", architecture: "x64" },
      ...{ machine: "Maker Inc. Office 3000", uptimeSeconds: 3600, temperatureC: null },
    });
    expect(reading.gaps).toMatchObject([{ reason: "tool-missing", about: "smartctl" }]);
    expect([...reading.complete]).toEqual(["storage-spaces"]);
  });

  test("asks once an hour for what does not change, and never for disks that it knows", async () => {
    const pc = await machineOf("win32");
    pc.say(READ_STORAGE, JSON.stringify(storage(physical(0))));
    Object.assign(pc.answers, { volumes, drives, machine, temperature: { main: 51 } });
    await pc.read();
    pc.answers.temperature = { main: null };
    const second = await pc.read(HOUR_MS / 2);
    expect(second.facts).toMatchObject({
      machine: "Maker Inc. Office 3000",
      uptimeSeconds: 5400,
      temperatureC: null,
    });
    expect(second.volumes.map(({ path }) => path)).toEqual(["C:"]);
    await pc.read(HOUR_MS / 4);
    await pc.read(HOUR_MS);
    expect(pc.asked).toEqual([
      ["volumes", "drives", "machine", "temperature"],
      ["volumes", "temperature"],
      ["volumes"],
      ["volumes", "drives", "machine", "temperature"],
    ]);
  });

  test("a disk that smartctl reads too is one disk, though each names it by another number", async () => {
    const pc = await machineOf("win32");
    pc.say(
      READ_STORAGE,
      JSON.stringify(storage(physical(0, { SerialNumber: "0025_3852_0000_0001." }), physical(1))),
    );
    pc.say(SCAN, scanOf("/dev/sda", "/dev/sdz"));
    const command = readDisk("/dev/sda", "sat");
    if (command === undefined) throw new Error("no such disk");
    pc.say(command, smartOutput(SATA, { serial: "A1", raw: { 5: 40 } }));
    const reading = await pc.read();
    expect(disksIn(reading)).toEqual([
      ["A1", "warning"],
      ["W1", "unknown"],
    ]);
    expect(reading.disks[0]?.sources).toEqual(["smartctl", "storage-spaces"]);
  });

  test("where nothing can be read everything is unknown, with the reasons", async () => {
    const pc = await machineOf("win32");
    const reading = await pc.read();
    expect(reading).toMatchObject({ disks: [], arrays: [], volumes: [], facts: null });
    expect(reading.gaps.map(({ reason, about }) => [reason, about]).sort()).toEqual([
      ["output-empty", "systeminformation"],
      ["tool-missing", "powershell.exe"],
      ["tool-missing", "smartctl"],
    ]);
    expect([...reading.complete]).toEqual([]);
  });

  test("disks that only systeminformation lists are unknown, not fine; one of which it says that it fails is failing", async () => {
    const pc = await machineOf("win32");
    pc.answers.disks = [
      { device: "0", type: "HD", name: "MAKER", size: SIZE, serialNum: "S0", smartStatus: "Ok" },
      {
        device: "1",
        type: "SSD",
        name: "MAKER",
        size: SIZE,
        serialNum: "S1",
        smartStatus: "Predicted Failure",
      },
    ];
    expect(disksIn(await pc.read())).toEqual([
      ["S0", "unknown"],
      ["S1", "failing"],
    ]);
  });
});

describe("a Mac", () => {
  const disks = [
    {
      ...{ device: "disk0", type: "NVMe", name: "APPLE SSD", size: 5e11, serialNum: "M0" },
      ...{ interfaceType: "PCIe", smartStatus: "Ok" },
    },
    {
      ...{ device: "disk2", type: "USB", name: "Elements", size: SIZE, serialNum: "M2" },
      ...{ interfaceType: "USB", smartStatus: "not supported" },
    },
  ];
  const plist = (status: string, member: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>AppleRAIDSets</key><array><dict>
  <key>AppleRAIDSetUUID</key><string>0F1E2D3C</string><key>Level</key><string>Mirror</string>
  <key>Name</key><string>Office &amp; Archive</string><key>Size</key><integer>4000443039744</integer>
  <key>Spares</key><array/><key>Status</key><string>${status}</string>
  <key>Members</key><array>
    <dict><key>BSD Name</key><string>disk0s2</string><key>MemberStatus</key><string>Online</string></dict>
    <dict><key>BSD Name</key><string>disk2s2</string><key>MemberStatus</key><string>${member}</string></dict>
  </array></dict></array></dict></plist>`;
  const volumes = [
    { fs: "/dev/disk1s1s1", type: "APFS", size: 5e11, used: 1e11, available: 4e11, mount: "/" },
    { fs: "/dev/disk1s6", type: "APFS", size: 5e11, used: 1e9, available: 4e11, mount: "/System/Volumes/VM" },
    { fs: "//ann@nas/share", type: "NFS", size: 9e12, used: 1, available: 1, mount: "/Volumes/share" },
  ];

  test("is read disk by disk, with its sets; a summary alone makes no disk fine", async () => {
    const mac = await machineOf("darwin");
    mac.say(LIST_SETS, plist("Degraded", "Failed"));
    Object.assign(mac.answers, { disks, volumes, temperature: { main: 44.5 } });
    const reading = await mac.read();
    expect(disksIn(reading)).toEqual([
      ["M0", "unknown"],
      ["M2", "unknown"],
    ]);
    expect(reading.disks.map(({ isRemovable, names }) => [isRemovable, names])).toEqual([
      [false, ["disk0", "disk0s2"]],
      [true, ["disk2", "disk2s2"]],
    ]);
    expect(reading.disks[0]?.reading.gaps.map(({ reason }) => reason)).toEqual([
      "tool-missing",
      "counters-missing",
    ]);
    expect(
      reading.arrays.map(({ reading: array }) => [array.name, judgeArray(array, undefined).verdict]),
    ).toEqual([["Office & Archive", "degraded"]]);
    expect(reading.volumes.map(({ path }) => path)).toEqual(["/"]);
    expect(reading.facts).toMatchObject({ temperatureC: 44.5 });
    expect([...reading.complete]).toEqual(["systeminformation", "apple-raid"]);
  });

  test("smartctl reads what the system lists, and a failure that the system knows of counts without it", async () => {
    const mac = await machineOf("darwin");
    mac.say(LIST_SETS, plist("Online", "Online"));
    const command = readDisk("/dev/disk0", null);
    if (command === undefined) throw new Error("no such disk");
    mac.say(command, smartOutput(SATA, { serial: "M0" }));
    mac.answers.disks = [disks[0], { ...disks[1], smartStatus: "Predicted Failure" }];
    expect(disksIn(await mac.read())).toEqual([
      ["M0", "ok"],
      ["M2", "failing"],
    ]);
  });

  test("without answers nothing is gone, and nothing is fine", async () => {
    const mac = await machineOf("darwin");
    const reading = await mac.read();
    expect([...reading.complete]).toEqual([]);
    expect(reading.gaps.map(({ about }) => about).sort()).toEqual(["diskutil", "systeminformation"]);
  });
});

describe("Linux", () => {
  test("has its missing facts filled in, and keeps what it told itself", async () => {
    const pc = await machineOf("linux");
    Object.assign(pc.answers, {
      temperature: { main: 47 },
      machine: {
        manufacturer: "Maker",
        model: "Board",
        os: { distro: "Other", arch: "x64" },
        time: { uptime: 60 },
      },
    });
    const { facts } = await pc.read();
    expect(facts).toMatchObject({
      ...{ system: "Debian GNU/Linux 12 (bookworm)", architecture: "x86_64" },
      ...{ machine: "Maker Board", temperatureC: 47 },
    });
    expect(pc.asked).toEqual([["temperature", "machine"]]);
    await pc.read(HOUR_MS / 12);
    expect(pc.asked.slice(1)).toEqual([["temperature"]]);
  });

  test("is not asked in each round for what it does not know", async () => {
    const pc = await machineOf("linux");
    for (let n = 0; n < 5; n += 1) await pc.read(HOUR_MS / 12);
    expect(pc.asked).toEqual([["temperature", "machine"]]);
    await pc.read(HOUR_MS);
    expect(pc.asked).toHaveLength(2);
  });
});

test("whatever systeminformation says, nothing throws, and no disk is called fine by it", () => {
  const parts = fc.record({
    disks: fc.anything(),
    volumes: fc.anything(),
    drives: fc.anything(),
    machine: fc.anything(),
    temperature: fc.anything(),
  });
  const likeDisks = fc.array(
    fc.record({ smartStatus: fc.string(), size: fc.anything(), device: fc.anything() }),
  );
  fc.assert(
    fc.property(parts, likeDisks, fc.boolean(), (anything, disks, isLike) => {
      const stdout = JSON.stringify(isLike ? { ...anything, disks } : anything) ?? "";
      const reading = parseSystem({ kind: "said", exitStatus: 0, stdout, stderr: "" });
      for (const { reading: disk } of reading.disks ?? [])
        expect(judgeDisk(disk, undefined).verdict).not.toBe("ok");
    }),
    { numRuns: 300 },
  );
});
