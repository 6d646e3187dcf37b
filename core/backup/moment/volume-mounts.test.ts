import { expect, test } from "vitest";
import { parseVolumeMounts, volumeOf } from "./volume-mounts.ts";

const TEXT = [
  "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw",
  "43 27 0:39 / /data rw,relatime shared:7 - btrfs /dev/loop0 rw,space_cache=v2,subvolid=5,subvol=/",
  "44 43 0:39 /sub /data/over\\040there rw - btrfs /dev/loop0 rw,subvol=/sub",
  "45 27 0:40 / /data/usb rw - ext4 /dev/sdb1 ro",
  "46 27 0:41 / /old rw - ext4 /dev/sdc1 rw",
  "47 27 0:42 / /old rw - ext4 /dev/sdd1 rw",
  "",
].join("\n");
const mounts = parseVolumeMounts(TEXT);

test("knows what is mounted, which part of it, and whether it may be written", () => {
  expect(mounts.find(({ point }) => point === "/data/over there")).toEqual({
    ...{ point: "/data/over there", type: "btrfs", source: "/dev/loop0", root: "/sub", isReadOnly: false },
  });
  expect(mounts.find(({ point }) => point === "/data/usb")?.isReadOnly).toBe(true);
});

test("what another one is mounted over cannot be seen", () => {
  expect(mounts.filter(({ point }) => point === "/old")).toMatchObject([{ source: "/dev/sdd1" }]);
  const hidden = parseVolumeMounts(
    [
      "1 0 8:1 / / rw - ext4 /dev/a rw",
      "2 1 8:2 / /srv/deep rw - ext4 /dev/b rw",
      "3 1 8:3 / /srv rw - ext4 /dev/c rw",
    ].join("\n"),
  );
  expect(volumeOf("/srv/deep/x", hidden)?.source).toBe("/dev/c");
});

test("a path lies on the deepest mount above it", () => {
  expect(volumeOf("/data/usb/film", mounts)?.point).toBe("/data/usb");
  expect(volumeOf("/data/usbx", mounts)?.point).toBe("/data");
  expect(volumeOf("/home", mounts)?.point).toBe("/");
});
