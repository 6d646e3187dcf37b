/** Layouts are what lsblk and /proc/mounts of real machines show, put through the parsers that the rounds use. */
import { describe, expect, test } from "vitest";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { ArrayReading } from "../../../shared/model/health-reading.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import { parseLsblk } from "../probes/parse-lsblk.ts";
import { emptyArray, emptyDisk } from "../reading/empty.ts";
import { disksUnder, type Ground, type MachineFacts, type OnServer } from "./disks-under.ts";
import { parseLayoutMounts } from "./parse-layout-mounts.ts";

const HOST = "11111111-1111-4111-8111-111111111111" as WatchedHostId;

type Device = { readonly name: string; readonly type?: string; readonly children?: readonly Device[] };
const part = (name: string, ...children: Device[]): Device => ({ name, type: "part", children });
const disk = (name: string, ...children: Device[]): Device => ({ name, type: "disk", children });

const common = {
  ...{ number: 1, hostId: HOST, identity: "", wwn: null, findings: [], sinceMs: 0, readMs: 0, seenMs: 0 },
  ...{ vanishedMs: null, sources: [], acknowledgedMs: null, acknowledged: null },
} as const;
const MEMORY = { wasReadable: true, baseline: null, isRemovable: false, unreadRounds: 0 };
const id = (name: string) => name as HealthSubjectId;

function diskAt(device: string | null, more: { vanishedMs?: number; name?: string } = {}): SubjectRecord {
  const empty = emptyDisk();
  const name = more.name ?? device?.replace("/dev/", "") ?? "?";
  const reading = { ...empty, isReadable: true, place: { ...empty.place, device } };
  const memory = { ...MEMORY, memberDisks: [] };
  const { vanishedMs = null } = more;
  return { ...common, id: id(name), name, kind: "disk", verdict: "ok", reading, memory, vanishedMs };
}

function array(
  technology: ArrayReading["technology"],
  name: string,
  members: Readonly<Record<string, string | null>>,
): SubjectRecord {
  const reading: ArrayReading = {
    ...emptyArray(name, name, technology),
    members: Object.keys(members).map((member) => ({
      ...{ name: member, slot: null, serial: null, state: "ok", stateText: null },
      ...{ readErrors: null, writeErrors: null, checksumErrors: null },
    })),
  };
  const memory = {
    ...MEMORY,
    memberDisks: Object.values(members).map((one) => (one === null ? null : id(one))),
  };
  return { ...common, id: id(`${technology} ${name}`), name, kind: "array", verdict: "ok", reading, memory };
}

function machine(
  devices: readonly Device[],
  mounts: string,
  subjects: readonly SubjectRecord[],
): MachineFacts {
  const { devices: listed } = parseLsblk(JSON.stringify({ blockdevices: devices }));
  const lying = listed.map(({ name, type, carries }) => ({ name, type, carries: [...carries] }));
  const shared = { exports: null, shares: null };
  return { hostId: HOST, layout: { devices: lying, mounts: parseLayoutMounts(mounts), ...shared }, subjects };
}

/** @returns the names of what lies under it, or why that is not known */
function said(ground: Ground | OnServer) {
  if (ground.kind === "unknown") return ground.reason;
  if (ground.kind === "on-server") return ground.kind;
  const { arrays, disks, exactness } = ground;
  return [...arrays, ...disks].map((one) => one.id).concat(exactness === "some" ? ["?" as never] : []);
}

describe("one disk", () => {
  const plain = machine(
    [disk("sda", part("sda1"), part("sda2")), disk("sdb", part("sdb1")), disk("nvme0n1", part("nvme0n1p1"))],
    `/dev/sda2 / ext4 rw 0 0
proc /proc proc rw 0 0
tmpfs /tmp tmpfs rw 0 0
/dev/sdb1 /srv/big\\040disk xfs rw 0 0
/dev/nvme0n1p1 /home ext4 rw 0 0
overlay /var/lib/docker/overlay2/ab/merged overlay rw 0 0
/dev/loop3 /snap/core squashfs ro 0 0
`,
    [diskAt("/dev/sda"), diskAt("/dev/sdb"), diskAt("/dev/nvme0")],
  );
  test.each([
    ["/", ["sda"]],
    ["/srv", ["sda"]],
    ["/srv/big disk", ["sdb"]],
    ["/srv/big disk/a/b", ["sdb"]],
    ["/srv/big disks", ["sda"]],
    ["/home/ann", ["nvme0"]],
    ["/homes", ["sda"]],
    ["/proc/1", ["sda"]],
    ["/tmp/x", "no-disks"],
    ["/var/lib/docker/overlay2/ab/merged/etc", "no-disks"],
    ["/snap/core/1", "device-unknown"],
  ])("%s", (path, under) => expect(said(disksUnder(path, plain))).toEqual(under));

  test("what is mounted over another counts", () => {
    const over = machine(
      [disk("sda", part("sda1")), disk("sdb", part("sdb1"))],
      "/dev/sda1 / ext4 rw 0 0\n/dev/sda1 /srv ext4 rw 0 0\n/dev/sdb1 /srv ext4 rw 0 0\n",
      [diskAt("/dev/sda"), diskAt("/dev/sdb")],
    );
    expect(said(disksUnder("/srv/x", over))).toEqual(["sdb"]);
  });

  test("a disk that vanished is not taken for the one that has its name now", () => {
    const gone = diskAt("/dev/sda", { vanishedMs: 5, name: "old" });
    const now = machine([disk("sda")], "/dev/sda / ext4 rw 0 0\n", [gone, diskAt("/dev/sda")]);
    expect(said(disksUnder("/", now))).toEqual(["sda"]);
  });

  test("a disk that nothing was read of is not guessed", () => {
    const unread = machine([disk("vda", part("vda1"))], "/dev/vda1 / ext4 rw 0 0\n", []);
    expect(said(disksUnder("/", unread))).toBe("device-unknown");
    const noDevices = machine([], "/dev/vda1 / ext4 rw 0 0\n", [diskAt("/dev/vda")]);
    expect(said(disksUnder("/", noDevices))).toBe("not-read");
    expect(said(disksUnder("/", { hostId: HOST, layout: undefined, subjects: [] }))).toBe("not-read");
  });
});

describe("arrays", () => {
  const root = (...above: Device[]): Device => ({ name: "md1", type: "raid1", children: above });
  const data: Device = {
    ...{ name: "md0", type: "raid5" },
    children: [
      { name: "vg--a-data", type: "lvm" },
      { name: "luks-1", type: "crypt" },
    ],
  };
  const subjects = [
    ...["/dev/sda", "/dev/sdb", "/dev/sdc", "/dev/sdd"].map((one) => diskAt(one)),
    array("md", "md0", { sda2: "sda", sdb2: "sdb", sdc2: "sdc" }),
    array("md", "md1", { sda1: "sda", sdb1: "sdb" }),
    array("lvm", "vg-a", { md0: null }),
    array("lvm", "vg", { sdd1: "sdd" }),
  ];
  const nas = machine(
    [
      disk("sda", part("sda1", root()), part("sda2", data)),
      disk("sdb", part("sdb1", root()), part("sdb2", data)),
      disk("sdc", part("sdc2", data)),
      disk("sdd", part("sdd1", { name: "vg-other", type: "lvm" })),
    ],
    `/dev/md1 / ext4 rw 0 0
/dev/mapper/vg--a-data /volume1 ext4 rw 0 0
/dev/vg-a/data /volume2 ext4 rw 0 0
/dev/mapper/luks-1 /secret ext4 rw 0 0
/dev/vg/other /other ext4 rw 0 0
`,
    subjects,
  );
  test.each([
    ["/etc", ["md md1", "sda", "sdb"]],
    ["/volume1/office", ["md md0", "lvm vg-a", "sda", "sdb", "sdc"]],
    ["/volume2/office", ["md md0", "lvm vg-a", "sda", "sdb", "sdc"]],
    ["/secret", ["md md0", "sda", "sdb", "sdc"]],
    ["/other", ["lvm vg", "sdd"]],
  ])("%s", (path, under) => expect(said(disksUnder(path, nas))).toEqual(under));

  test("a Btrfs is on all its devices, though it is mounted by one", () => {
    const found = machine(
      [disk("sdd"), disk("sde"), disk("sdf")],
      "/dev/sdd /mnt/data btrfs rw 0 0\n/dev/sdf /mnt/other btrfs rw 0 0\n",
      [
        ...["/dev/sdd", "/dev/sde", "/dev/sdf"].map((one) => diskAt(one)),
        array("btrfs", "data", { "/dev/sdd": "sdd", "/dev/sde": "sde" }),
      ],
    );
    expect(said(disksUnder("/mnt/data/x", found))).toEqual(["btrfs data", "sdd", "sde"]);
    expect(said(disksUnder("/mnt/other", found))).toEqual(["sdf"]);
  });

  test("a Btrfs whose devices only root is told may be on any disk, and not on the one it is mounted by", () => {
    const hidden = array("btrfs", "data", { "devid:1": null, "devid:2": null });
    const found = machine(
      [disk("sdd"), disk("sde")],
      "/dev/sdd /mnt/data btrfs rw 0 0\n/dev/sde / ext4 rw 0 0\n",
      [...["/dev/sdd", "/dev/sde"].map((one) => diskAt(one)), hidden],
    );
    expect(said(disksUnder("/mnt/data/x", found))).toEqual(["btrfs data", "sdd", "sde", "?"]);
    expect(said(disksUnder("/srv", found))).toEqual(["sde"]);
  });

  test("a ZFS file system is on its pool's disks", () => {
    const found = machine([disk("sdd"), disk("sde")], "tank/home /home zfs rw 0 0\nlost /lost zfs rw 0 0\n", [
      ...["/dev/sdd", "/dev/sde"].map((one) => diskAt(one)),
      array("zfs", "tank", { sdd: "sdd", sde: "sde" }),
    ]);
    expect(said(disksUnder("/home/ann", found))).toEqual(["zfs tank", "sdd", "sde"]);
    expect(said(disksUnder("/lost", found))).toBe("device-unknown");
  });

  test("a volume that a RAID controller makes up may lie on any of its disks", () => {
    const found = machine([disk("sda", part("sda1"))], "/dev/sda1 / ext4 rw 0 0\n", [
      diskAt("252:1", { name: "d1" }),
      diskAt("252:2", { name: "d2" }),
      array("megaraid", "c0/v0", { "252:1": "d1", "252:2": "d2" }),
    ]);
    expect(said(disksUnder("/", found))).toEqual(["megaraid c0/v0", "d1", "d2", "?"]);
  });
});

test.each([
  [
    "nas:/volume1/backup /mnt/nas nfs rw,vers=3,addr=192.0.2.7",
    ["nas", "192.0.2.7"],
    "path /volume1/backup/a",
  ],
  ["nas:/backup /mnt/nas nfs4 rw,addr=192.0.2.7", ["nas", "192.0.2.7"], "from-nfs4-root /backup/a"],
  ["nas:/ /mnt/nas nfs4 rw,addr=192.0.2.7", ["nas", "192.0.2.7"], "from-nfs4-root /a"],
  ["[2001:db8::7]:/b /mnt/nas nfs rw", ["[2001:db8::7]"], "path /b/a"],
  [
    "//nas.office/Backup\\040Share/b /mnt/nas cifs rw,addr=192.0.2.7,x=1",
    ["nas.office", "192.0.2.7"],
    "in-share Backup Share /b/a",
  ],
  ["//nas/share /mnt/nas smb3 rw", ["nas"], "in-share share /a"],
  ["ann@nas:/srv/b /mnt/nas fuse.sshfs rw", ["nas"], "over-sftp /srv/b/a"],
  ["ann@nas: /mnt/nas fuse.sshfs rw", ["nas"], "not-said"],
])("a share is its server's: %s", (mount, addresses, place) => {
  const found = disksUnder("/mnt/nas/a", machine([], `${mount} 0 0\n`, []));
  if (found.kind !== "on-server") throw new Error(found.kind);
  expect(found.server.addresses).toEqual(addresses);
  expect(Object.values(found.server.place).join(" ")).toBe(place);
});
