import { expect, test } from "vitest";
import { requireMounted } from "./require-mounted.ts";
import { unmountedAbove } from "./unmounted-above.ts";

const FSTAB = `# <file system> <mount point> <type> <options> <dump> <pass>
UUID=1 / ext4 errors=remount-ro 0 1
UUID=2 none swap sw 0 0
nas:/volume1/backup	/mnt/nas	nfs	noauto,x-systemd.automount	0 0
//nas/share /mnt/two\\040words/ cifs credentials=/root/nas 0 0
/dev/sdb1 /srv/usb ext4 nofail 0 2
#/dev/sdc1 /srv/old ext4 defaults 0 2
`;
const MOUNTS = `/dev/sda1 / ext4 rw 0 0
systemd-1 /mnt/nas autofs rw 0 0
/dev/sdb1 /srv/usb ext4 rw 0 0
`;

test.each([
  ["/mnt/two words/repository", "/mnt/two words"],
  ["/mnt/two words", "/mnt/two words"],
  ["/mnt/nas/repository", undefined],
  ["/srv/usb/repository", undefined],
  ["/srv/usb2/repository", undefined],
  ["/srv/old/repository", undefined],
  ["/home/anna/repository", undefined],
])("%s lies where %s should be mounted", (folder, mountPoint) => {
  expect(unmountedAbove(folder, FSTAB, MOUNTS)).toBe(mountPoint);
});

test("a disk that was unplugged is missed, and one above the other too", () => {
  const gone = MOUNTS.replace(/.*\/srv\/usb.*\n/, "");
  expect(unmountedAbove("/srv/usb/deep/er/repository", FSTAB, gone)).toBe("/srv/usb");
});

test.skipIf(process.platform !== "linux")(
  "a place that waits for its disk is refused, with what is missing",
  async () => {
    const read = async (path: string) => (path === "/etc/fstab" ? FSTAB : "");
    await expect(requireMounted("/srv/usb/repository", read)).rejects.toMatchObject({
      ...{
        code: "LOCATION_NOT_MOUNTED",
        details: { location: "/srv/usb/repository", mountPoint: "/srv/usb" },
      },
    });
    await requireMounted("/home/anna/repository", read);
    await requireMounted("/tmp/repository"); // by the tables of this machine
    const none = async (): Promise<string> => {
      throw Object.assign(new Error("no table"), { code: "ENOENT", errno: -2 });
    };
    await requireMounted("/srv/usb/repository", none);
  },
);
