import { expect, test } from "vitest";
import { mountOf, mountsToLeaveOut, parseMounts, readMounts } from "./mounts.ts";
import { isNetworkFolder } from "./network-folder.ts";

const MOUNTS = parseMounts(String.raw`22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:30 / /proc rw - proc proc rw
41 22 0:45 / /mnt/nas rw,relatime shared:9 - nfs4 nas:/share rw,vers=4.2
42 22 0:46 / /mnt/my\040share rw - cifs //srv/share rw
43 41 8:17 / /mnt/nas/disk rw master:3 propagate_from:2 - xfs /dev/sdb1 rw
44 22 0:47 / /mnt/top rw - ext4 /dev/sdc1 rw
45 22 0:48 / /mnt/top rw - fuse.sshfs office: rw
46 22 8:33 / /mnt/usb rw - fuseblk /dev/sdd1 rw
`);

test.each([
  ["/srv/data", "ext4", false],
  ["/mnt/nas", "nfs4", true],
  ["/mnt/nas/photos", "nfs4", true],
  ["/mnt/nas2", "ext4", false],
  ["/mnt/nas/disk/a", "xfs", false],
  ["/mnt/my share/a", "cifs", true],
  ["/mnt/top", "fuse.sshfs", true],
  ["/mnt/usb/a", "fuseblk", false],
])("%s is on %s", (folder, type, isNetwork) => {
  expect(mountOf(folder, MOUNTS)?.type).toBe(type);
  expect(isNetworkFolder(folder, MOUNTS)).toBe(isNetwork);
});

test("a watch leaves out what is no data, and other file systems where that is wanted", () => {
  expect(mountsToLeaveOut("/", MOUNTS, false)).toEqual(["/proc"]);
  expect(mountsToLeaveOut("/mnt/nas", MOUNTS, false)).toEqual([]);
  expect(mountsToLeaveOut("/mnt/nas", MOUNTS, true)).toEqual(["/mnt/nas/disk"]);
  expect(mountsToLeaveOut("/mnt/na", MOUNTS, true)).toEqual([]);
});

test("nonsense tells nothing", () => {
  expect(parseMounts("\n1 2 3\n - \nx - y z\n")).toEqual([]);
  expect(mountOf("/srv", [])).toBeUndefined();
  expect(isNetworkFolder("/srv", [])).toBe(false);
});

test.runIf(process.platform === "linux")("this machine's mounts can be read", async () => {
  expect(mountOf("/proc/self", await readMounts())?.type).toBe("proc");
});
