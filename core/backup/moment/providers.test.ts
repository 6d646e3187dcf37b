/** The ways to make snapshots that are no file system of this machine: their commands, and what they make of what programs say. */
import { spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { lacks, lacksTool } from "../../../test/support/tools.ts";
import { readFixture } from "../../health/testing/fixtures.ts";
import { createApfsSnapshots, parseDate, parseMacMounts, pathInVolume } from "./apfs-snapshots.ts";
import { parseSubvolumes } from "./btrfs-snapshots.ts";
import { NoMoment } from "./fs-snapshots.ts";
import {
  createLvmSnapshots,
  isLost,
  mountArguments,
  parseVolumes,
  snapshotArguments,
} from "./lvm-snapshots.ts";
import { notedLeftovers, noteId, noteSnapshot } from "./noted-snapshots.ts";
import { snapshotsFolder } from "./private-folder.ts";
import { type RunTool, reasonOf, runTool } from "./run-tool.ts";
import { nameNext, thisProcess } from "./snapshot-names.ts";
import type { VolumeMount } from "./volume-mounts.ts";
import { createScript, parseCreated, removeScript, windowsVolumes } from "./vss-snapshots.ts";
import { createZfsSnapshots } from "./zfs-snapshots.ts";

const needsRoot = lacks("root's rights", process.geteuid?.() === 0);
const name = () => nameNext(thisProcess());
const all = () => true;

const tank: VolumeMount = {
  ...{ point: "/tank/home", type: "zfs", source: "tank/home", root: "/", isReadOnly: false },
};

/** A pool that does what zfs(8) says of the three commands, and keeps what was asked of it. */
function zfsPool() {
  const snapshots = new Set<string>(["tank/home@of-somebody"]);
  const asked: string[] = [];
  const run: RunTool = async (program, args) => {
    asked.push([program, ...args].join(" "));
    const [deed = "", full = ""] = args;
    if (deed === "snapshot") snapshots.add(full);
    if (deed === "destroy" && !snapshots.delete(full)) throw new NoMoment("failed", "dataset does not exist");
    return deed === "list" ? `${[...snapshots].join("\n")}\n` : "";
  };
  return { run, snapshots, asked };
}

test("ZFS: one snapshot serves all paths of a file system, is looked for before it is believed, and given back", async () => {
  const { run, snapshots, asked } = zfsPool();
  const zfs = createZfsSnapshots(run, name, all);
  const { places } = await zfs.take({ path: "/tank/home/anna", mount: tank, isWanted: all });
  await zfs.take({ path: "/tank/home/bert", mount: tank, isWanted: all });
  expect(snapshots.size).toBe(2);
  const [, ours = ""] = [...snapshots];
  expect(places[0]?.at).toBe(`/tank/home/.zfs/snapshot/${ours.split("@")[1]}/anna`);
  expect(asked[0]).toBe(`zfs snapshot ${ours}`);
  expect(await zfs.isWhole()).toBe(true);
  expect(await zfs.release()).toEqual([]);
  expect([...snapshots]).toEqual(["tank/home@of-somebody"]);
});

test("ZFS: a snapshot that has gone is not whole, leftovers go, and those of others stay", async () => {
  const { run, snapshots } = zfsPool();
  const zfs = createZfsSnapshots(run, name, all);
  await zfs.take({ path: "/tank/home", mount: tank, isWanted: all });
  const [, ours = ""] = [...snapshots];
  snapshots.delete(ours);
  expect(await zfs.isWhole()).toBe(false);
  snapshots.add(ours);
  const other = createZfsSnapshots(run, name, all);
  expect(await other.removeLeftovers((found) => ours.endsWith(found), [])).toBe(0);
  expect(await other.removeLeftovers((found) => ours.endsWith(found), [tank])).toBe(1);
  expect([...snapshots]).toEqual(["tank/home@of-somebody"]);
});

test("ZFS: a part of a file system that is mounted alone is read live", async () => {
  const zfs = createZfsSnapshots(zfsPool().run, name, all);
  const taking = zfs.take({ path: "/srv", mount: { ...tank, point: "/srv", root: "/a" }, isWanted: all });
  await expect(taking).rejects.toMatchObject({ reason: "unsupported" });
});

const VOLUME = {
  ...{ group: "office", name: "data", attributes: "owi-aos---", sizeBytes: 10 * 1024 ** 3 },
  ...{ isThin: false, freeBytes: 100 * 1024 ** 3 },
};

test("LVM: a snapshot gets a fifth of its volume, or what is free, and none where that is nothing", () => {
  const roomOf = (freeBytes: number) => snapshotArguments({ ...VOLUME, freeBytes }, "n");
  expect(roomOf(100 * 1024 ** 3)).toEqual([
    "--snapshot",
    "--name",
    "n",
    "--size",
    "2147483648b",
    "office/data",
  ]);
  expect(roomOf(1024 ** 3)).toContain("1073741824b");
  expect(() => roomOf(1024 ** 2)).toThrow(NoMoment);
  expect(snapshotArguments({ ...VOLUME, isThin: true, freeBytes: 0 }, "n")).toEqual([
    ...["--snapshot", "--name", "n", "--setactivationskip", "n", "office/data"],
  ]);
  expect(mountArguments("xfs", "/dev/office/n", "/at")).toContain("ro,noatime,nouuid");
  expect(mountArguments("ext4", "/dev/office/n", "/at")).toContain("ro,noatime");
});

test("LVM: reads what lvs printed on a machine with a thin pool, and tells thin volumes", () => {
  const volumes = parseVolumes(
    readFixture("lvm-json", "hansmi__prometheus-lvm-exporter__issue105-thin-pool.json"),
  );
  expect(volumes.map(({ name: found, isThin }) => [found, isThin])).toContainEqual(["test_thin", true]);
  expect(volumes.map(({ name: found, isThin }) => [found, isThin])).toContainEqual(["testpool", false]);
});

test("LVM: a snapshot whose room was full, or its pool's, cannot be believed", () => {
  expect(isLost({ attributes: "swi-aos---" })).toBe(false);
  expect(isLost({ attributes: "Vwi-aot---" })).toBe(false);
  for (const attributes of ["swi-Ios---", "swi-Sos---", "Vwi-aot-F-", "Vwi-aot-D-", ""])
    expect(isLost({ attributes })).toBe(true);
});

test.skipIf(lacksTool("lvs") || needsRoot)("LVM: what is no volume is not taken for one", async () => {
  const lvm = createLvmSnapshots(runTool, name);
  expect(await lvm.fits({ ...tank, type: "ext4", source: "/dev/no-such-volume" })).toBe(false);
  expect(await lvm.fits({ ...tank, type: "tmpfs", source: "tmpfs" })).toBe(false);
  expect(await lvm.removeLeftovers(() => false, [])).toBe(0);
});

test.skipIf(lacksTool("lvs") || needsRoot)(
  "LVM: the installed lvcreate takes the options that it is given",
  () => {
    for (const isThin of [false, true]) {
      const args = ["--test", ...snapshotArguments({ ...VOLUME, group: "no-such-group", isThin }, name())];
      const { stderr, status } = spawnSync("lvcreate", args, { encoding: "utf8" });
      expect(status).not.toBe(0);
      // it gets as far as the kernel, or the group
      expect(stderr).toMatch(/not detected in your kernel|not found/);
      expect(stderr).not.toMatch(/unrecognized|does not accept|invalid argument|requires/i);
    }
  },
);

test("Btrfs: reads a list of subvolumes, also of old versions", () => {
  const text =
    "ID 256 gen 7 top level 5 path sub\nID 257 gen 9 top level 256 path <FS_TREE>/sub/a path b\n\nnonsense\n";
  expect(parseSubvolumes(text)).toEqual([
    { id: "256", path: "sub" },
    { id: "257", path: "sub/a path b" },
  ]);
});

test("Windows: asks for a shadow copy by a drive's letter and nothing else, and reads what it is told", () => {
  expect(
    windowsVolumes(["C:\\Users", "c:\\x", "D:\\", "\\\\nas\\share\\x"]).map(({ point }) => point),
  ).toEqual([...["C:\\", "c:\\", "D:\\"]]);
  expect(createScript("C:\\")).toContain("Volume='C:\\'");
  for (const text of ["C:\\'; Remove-Item C:\\", "\\\\nas\\share", ""]) {
    expect(() => createScript(text)).toThrow();
    expect(() => removeScript(text)).toThrow();
  }
  const id = "{3F0D6C3B-9F3B-4B9A-8E5C-0123456789AB}";
  expect(removeScript(id)).toContain(id);
  expect(parseCreated(`0\r\n${id}\r\n\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy3\r\n`)).toEqual({
    ...{ status: "0", id, device: "\\\\?\\GLOBALROOT\\Device\\HarddiskVolumeShadowCopy3" },
  });
  expect(parseCreated("1\r\n")).toEqual({ status: "1", id: "", device: "" });
});

test("macOS: reads what is mounted, the date of a snapshot, and where a path lies in its volume", () => {
  const text = [
    "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)",
    "/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)",
    "//anna@nas/Office on /Volumes/Office on the NAS (smbfs, nodev, nosuid)",
    "map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)",
  ].join("\n");
  expect(parseMacMounts(text)).toMatchObject([
    { point: "/", type: "apfs", isReadOnly: true },
    { point: "/System/Volumes/Data", source: "/dev/disk3s5", isReadOnly: false },
    { point: "/Volumes/Office on the NAS", type: "smbfs" },
    { point: "/System/Volumes/Data/home", type: "autofs" },
  ]);
  expect(parseDate("NOTE: local snapshots\nCreated local snapshot with date: 2026-01-31-120000\n")).toBe(
    "2026-01-31-120000",
  );
  expect(() => parseDate("Failed to create local snapshot")).toThrow(NoMoment);
  expect(pathInVolume("/Users/anna", "/System/Volumes/Data")).toBe("Users/anna");
  expect(pathInVolume("/Volumes/Disk/a", "/Volumes/Disk")).toBe("a");
});

/** Names of this test's own, in a folder that others use at the same time. */
const made = new Set<string>();
afterEach(() => {
  for (const one of made)
    for (const path of [one, `${one}.json`])
      rmSync(join(snapshotsFolder(), path), { force: true, recursive: true });
  made.clear();
});
const noted = () => {
  const one = name();
  made.add(one);
  return one;
};

test.skipIf(needsRoot)(
  "macOS: a snapshot is mounted privately, given back, and found when its maker was killed",
  async () => {
    const mounts = new Map<string, string>([["/", "/dev/disk3s1s1"]]);
    const dates = new Set<string>();
    const run: RunTool = async (program, args) => {
      if (program === "mount")
        return [...mounts].map(([at, what]) => `${what} on ${at} (apfs, local)`).join("\n");
      if (program === "umount") mounts.delete(args[0] ?? "");
      if (program === "mount_apfs") mounts.set(args.at(-1) ?? "", args[3] ?? "");
      if (program !== "tmutil") return "";
      if (args[0] === "localsnapshot") {
        dates.add("2026-01-31-120000");
        return "Created local snapshot with date: 2026-01-31-120000\n";
      }
      dates.delete(args[1] ?? "");
      return "";
    };
    const data: VolumeMount = { ...tank, point: "/Volumes/Data", type: "apfs" };
    const take = async () => {
      const apfs = createApfsSnapshots(run, noted);
      const { places } = await apfs.take({ path: "/Volumes/Data/anna", mount: data, isWanted: all });
      return { apfs, at: places[0]?.at ?? "" };
    };
    const { apfs, at } = await take();
    expect(at.startsWith(snapshotsFolder())).toBe(true);
    expect(at.endsWith("/anna")).toBe(true);
    expect(await apfs.isWhole()).toBe(true);
    expect(await apfs.release()).toEqual([]);
    expect([dates.size, mounts.size]).toEqual([0, 1]);

    await take();
    expect([dates.size, mounts.size]).toEqual([1, 2]);
    const ours = new Set(made);
    expect(await createApfsSnapshots(run, noted).removeLeftovers((found) => ours.has(found), [])).toBe(1);
    expect([dates.size, mounts.size]).toEqual([0, 1]);
    expect(existsSync(join(snapshotsFolder(), [...ours].at(-1) ?? ""))).toBe(false);
  },
);

test.skipIf(needsRoot)("a note that was cut off names no snapshot, and never one that others made", () => {
  const one = noteSnapshot(noted());
  noteId(one, "an id");
  const isOurs = (found: string) => made.has(found);
  expect(notedLeftovers(isOurs)).toMatchObject([{ name: one.name, id: "an id" }]);
  writeFileSync(`${one.folder}.json`, '{"id": "an');
  expect(notedLeftovers(isOurs)).toMatchObject([{ name: one.name, id: "" }]);
});

test("says why a program refused", () => {
  expect(reasonOf("ERROR: cannot snapshot '/data': Read-only file system")).toBe("read-only");
  expect(reasonOf("ERROR: not a btrfs filesystem: Operation not permitted")).toBe("no-right");
  expect(reasonOf('Volume group "office" has insufficient free space (0 extents): 25 required.')).toBe(
    "no-room",
  );
  expect(reasonOf("ERROR: something else")).toBe("failed");
});

test("a program that is not there, or ends badly, is no failure of the backup", async () => {
  await expect(runTool("no-such-program-of-backstay", [])).rejects.toMatchObject({ reason: "tool-missing" });
  await expect(runTool("false", [])).rejects.toMatchObject({ reason: "failed" });
  expect(await runTool("echo", ["$HOME; ls"])).toBe("$HOME; ls\n");
});
