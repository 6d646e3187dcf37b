import { expect, test } from "vitest";
import { fileSystemOf, isNetworkFolder } from "./network-folder.ts";

const MOUNTS = String.raw`22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw
30 22 0:30 / /proc rw - proc proc rw
41 22 0:45 / /mnt/nas rw,relatime shared:9 - nfs4 nas:/share rw,vers=4.2
42 22 0:46 / /mnt/my\040share rw - cifs //srv/share rw
43 41 8:17 / /mnt/nas/disk rw master:3 propagate_from:2 - xfs /dev/sdb1 rw
44 22 0:47 / /mnt/top rw - ext4 /dev/sdc1 rw
45 22 0:48 / /mnt/top rw - fuse.sshfs office: rw
`;

test.each([
  ["/srv/data", "ext4"],
  ["/mnt/nas", "nfs4"],
  ["/mnt/nas/photos", "nfs4"],
  ["/mnt/nas2", "ext4"],
  ["/mnt/nas/disk/a", "xfs"],
  ["/mnt/my share/a", "cifs"],
  ["/mnt/top", "fuse.sshfs"],
])("%s is on %s", (folder, type) => {
  expect(fileSystemOf(folder, MOUNTS)).toBe(type);
});

test("nonsense tells nothing", () => {
  expect(fileSystemOf("/srv", "\n1 2 3\n - \n")).toBeUndefined();
});

test("a folder of this machine is none of a network, and one that is not there neither", async () => {
  expect(await isNetworkFolder("/proc")).toBe(false);
  expect(await isNetworkFolder("/nowhere/at/all")).toBe(false);
});
