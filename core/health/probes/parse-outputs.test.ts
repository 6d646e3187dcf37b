import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseMounts } from "./mounts.ts";
import { parseDf } from "./parse-df.ts";
import { parseLsblk } from "./parse-lsblk.ts";
import { parseFacts } from "./probe-facts.ts";

describe("lsblk", () => {
  test("is read with numbers and flags as numbers or as text, and a device below several others once", () => {
    const md = { name: "md0", type: "raid1", size: "10" };
    const text = JSON.stringify({
      blockdevices: [
        {
          name: "sda",
          type: "disk",
          size: "4000",
          rota: "1",
          rm: "0",
          serial: " S1 ",
          tran: "sata",
          children: [md],
        },
        { name: "sdb", type: "disk", size: 4000, rota: false, rm: true, serial: "0000", children: [md] },
      ],
    });
    const { devices, gap } = parseLsblk(text);
    expect(gap).toBeNull();
    expect(
      devices.map(({ name, isSpinning, isRemovable, carries }) => [name, isSpinning, isRemovable, carries]),
    ).toEqual([
      ["md0", null, false, []],
      ["sda", true, false, ["md0"]],
      ["sdb", false, true, ["md0"]],
    ]);
    expect(devices.map(({ identity }) => identity.serial)).toEqual([null, "S1", null]);
  });
});

describe("df", () => {
  test("is read with spaces in names, root's share used up, and amounts that are none", () => {
    const text = `Filesystem     1024-blocks      Used Available Capacity Mounted on
/dev/sda1          1000       990         0     100% /
//nas/the share    2000       100      1900       5% /mnt/the share
/dev/sdb1          1000      1010       -10     101% /srv
/dev/sdc1             -         -         -        - /boot/efi
`;
    expect(parseDf(text).map(({ source, path, available }) => [source, path, available])).toEqual([
      ["/dev/sda1", "/", 0],
      ["//nas/the share", "/mnt/the share", 1900],
      ["/dev/sdb1", "/srv", 0],
    ]);
  });
});

describe("mounts", () => {
  test("are those from disks, with the names they have", () => {
    const text = `sysfs /sys sysfs rw 0 0
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sdb1 /mnt/my\\040disk btrfs rw 0 0
nas:/share /mnt/nas nfs4 rw 0 0
tank/data /tank/data zfs rw 0 0
`;
    expect(parseMounts(text)).toEqual([
      { source: "/dev/sda1", path: "/", fileSystem: "ext4" },
      { source: "/dev/sdb1", path: "/mnt/my disk", fileSystem: "btrfs" },
      { source: "tank/data", path: "/tank/data", fileSystem: "zfs" },
    ]);
  });
});

describe("facts", () => {
  test("are known by what each looks like, whichever are there", () => {
    const files = `48512.10 190000.00
PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
Dell Inc.
PowerEdge T340
41000
`;
    expect(parseFacts("Linux 6.1.0 x86_64\n", files)).toEqual({
      ...{ system: "Debian GNU/Linux 12 (bookworm)", kernel: "6.1.0", architecture: "x86_64" },
      ...{ machine: "Dell Inc. PowerEdge T340", uptimeSeconds: 48512.1, temperatureC: 41 },
    });
    expect(parseFacts("", "")).toEqual({
      ...{
        system: null,
        kernel: null,
        architecture: null,
        machine: null,
        uptimeSeconds: null,
        temperatureC: null,
      },
    });
  });
});

test("no output whatever makes any of them throw or hang", () => {
  const texts = fc.oneof(
    fc.string({ maxLength: 3000 }),
    fc.json().map((json) => `{"blockdevices": [${json}]}`),
    fc.stringMatching(
      /^(?:\/dev\/sd[a-z] +[0-9]{1,9} +[0-9]{1,9} +-?[0-9]{1,9} +[0-9]{1,3}% \/[a-z ]{0,9}\n){0,9}$/,
    ),
    fc.constant(" ".repeat(1_000_000)),
    fc.constant("/".repeat(1_000_000)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      parseLsblk(text);
      parseDf(text);
      parseMounts(text);
      parseFacts(text, text);
    }),
  );
});
