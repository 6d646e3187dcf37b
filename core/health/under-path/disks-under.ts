/** Which disks lie under a path of one machine: path, mount, device, arrays, disks. Judges nothing, and guesses nothing. */
import type { WatchedHostId } from "../../../shared/ids.ts";
import type { SubjectRecord, SubjectRecordOf } from "../../catalog/health-subject-store.ts";
import type { HostLayout, LayoutMount } from "./host-layout.ts";
import type { PlaceGap } from "./path-on-host.ts";
import { type Server, serverOf } from "./server-of.ts";

/** Why nobody can say what a place lies on. */
export const GROUND_GAPS = [
  /** The machine was not read yet, or does not tell its devices. */
  "not-read",
  /** It is being looked up which folder the path really leads to. */
  "not-looked-up",
  /** It lies on another machine, and that one is not watched. */
  "not-watched",
  /** It lies in memory, or on something that is made of files. */
  "no-disks",
  /** The device it lies on is none that the machine lists. */
  "device-unknown",
] as const;
export type GroundGap = (typeof GROUND_GAPS)[number];

/** Why only the machine is known, or all that is behind one controller. */
export type GroundDoubt = PlaceGap | "behind-controller" | "members-not-said" | GroundGap;

/** What a place lies on. */
export type Ground =
  | {
      readonly kind: "known";
      readonly hostId: WatchedHostId;
      /** Null when only the machine is known. */
      readonly mount: LayoutMount | null;
      readonly arrays: readonly SubjectRecordOf<"array">[];
      readonly disks: readonly SubjectRecordOf<"disk">[];
      /**
       * `path`: it lies on these and on no others. `some`: it lies on some of these, and nobody knows on which: all that are behind
       * one controller, or all of the machine.
       */
      readonly exactness: "path" | "some";
      /** Why nobody knows on which; null where it is known. */
      readonly doubt: GroundDoubt | null;
    }
  | {
      readonly kind: "unknown";
      readonly reason: GroundGap;
      /** Null when not even the machine is known. */
      readonly hostId: WatchedHostId | null;
    };

/** What is known of one machine. */
export type MachineFacts = {
  readonly hostId: WatchedHostId;
  readonly layout: HostLayout | undefined;
  /** Those of this machine. */
  readonly subjects: readonly SubjectRecord[];
};

/** A path of one machine that is a share of another. */
export type OnServer = {
  readonly kind: "on-server";
  readonly mount: LayoutMount;
  readonly server: Server;
};

/** @param path absolute, links followed */
export function disksUnder(path: string, machine: MachineFacts): Ground | OnServer {
  const { hostId, layout } = machine;
  const unknown = (reason: GroundGap): Ground => ({ kind: "unknown", reason, hostId });
  if (layout === undefined || layout.mounts.length === 0) return unknown("not-read");
  const mount = mountOf(path, layout.mounts);
  if (mount === undefined) return unknown("device-unknown");
  const server = serverOf(mount, path);
  if (server !== undefined) return { kind: "on-server", mount, server };
  if (mount.fileSystem === "zfs") return underPool(mount, machine) ?? unknown("device-unknown");
  if (!mount.source.startsWith("/dev/")) return unknown("no-disks");
  if (layout.devices.length === 0) return unknown("not-read");
  return underDevice(mount, machine, layout) ?? unknown("device-unknown");
}

/** All that a machine has: something of it lies under what is known to be there. */
export function everythingOf({ hostId, subjects }: MachineFacts, doubt: GroundDoubt): Ground {
  const disks = present(subjects, "disk");
  const arrays = present(subjects, "array");
  if (disks.length + arrays.length === 0) return { kind: "unknown", reason: "not-read", hostId };
  return { kind: "known", hostId, mount: null, arrays, disks, exactness: "some", doubt };
}

/** The deepest that holds the path; of several at one place the one mounted last, which hides the others. */
function mountOf(path: string, mounts: readonly LayoutMount[]): LayoutMount | undefined {
  let best: LayoutMount | undefined;
  for (const mount of mounts)
    if (holds(mount.path, path) && (best === undefined || mount.path.length >= best.path.length))
      best = mount;
  return best;
}

function holds(folder: string, path: string): boolean {
  return folder === "/" || path === folder || path.startsWith(`${folder}/`);
}

function underPool(mount: LayoutMount, { hostId, subjects }: MachineFacts): Ground | undefined {
  const [pool] = mount.source.split("/");
  const arrays = present(subjects, "array").filter(
    ({ reading }) => reading.technology === "zfs" && reading.name === pool,
  );
  if (arrays.length === 0) return undefined;
  return { kind: "known", hostId, mount, arrays, disks: membersOf(arrays, subjects), ...EXACT };
}

function underDevice(mount: LayoutMount, machine: MachineFacts, layout: HostLayout): Ground | undefined {
  const { hostId, subjects } = machine;
  const arrays = present(subjects, "array");
  // a Btrfs over several devices is mounted by one of them
  const spread = arrays.filter(
    ({ reading }) =>
      mount.fileSystem === "btrfs" &&
      reading.technology === "btrfs" &&
      reading.members.some(({ name }) => name !== null && deviceName(name) === deviceName(mount.source)),
  );
  // without rights nobody tells which devices a Btrfs is made of: the one it is mounted by is not all of it
  const isHidden = arrays.some(
    ({ reading: { technology, members } }) =>
      technology === "btrfs" && members.length > 1 && members.every(({ name }) => !isDevice(name)),
  );
  if (mount.fileSystem === "btrfs" && spread.length === 0 && isHidden)
    return everythingOf(machine, "members-not-said");
  const members = spread.flatMap(({ reading }) => reading.members.flatMap(({ name }) => name ?? []));
  const wanted = new Set([mount.source, ...members].map(deviceName));
  const below = layout.devices.filter(
    ({ name, carries }) => wanted.has(name) || carries.some((carried) => wanted.has(carried)),
  );
  if (!below.some(({ name }) => wanted.has(name))) return undefined;
  const names = new Set(below.map(({ name }) => name));
  const own = [...spread, ...arrays.filter((array) => !spread.includes(array) && isMadeAs(array, names))];
  const direct = present(subjects, "disk").filter((disk) => isOneOf(disk, names));
  const disks = [...new Set([...direct, ...membersOf(own, subjects)])];
  if (disks.length + own.length > 0) return { kind: "known", hostId, mount, arrays: own, disks, ...EXACT };
  // a volume that a controller makes up: nobody says which of its arrays it is
  const behind = arrays.filter(({ reading }) => OF_CONTROLLERS.has(reading.technology));
  const isWhole = below.some(({ type }) => type === "disk");
  if (!isWhole || behind.length === 0) return undefined;
  const behindDisks = membersOf(behind, subjects);
  const doubt = "behind-controller";
  return { kind: "known", hostId, mount, arrays: behind, disks: behindDisks, exactness: "some", doubt };
}

const EXACT = { exactness: "path", doubt: null } as const;
const OF_CONTROLLERS: ReadonlySet<string> = new Set(["megaraid", "smart-array", "adaptec"]);

/** Whether an array is one of these devices, or they are parts of it. Btrfs and ZFS are no devices. */
function isMadeAs({ reading }: SubjectRecordOf<"array">, names: ReadonlySet<string>): boolean {
  if (reading.technology === "md") return names.has(deviceName(reading.name));
  // an array of LVM is a whole group of volumes
  const group = `${mapperPart(reading.name)}-`;
  const isInGroup = (name: string) => name.startsWith(group) && name[group.length] !== "-";
  return reading.technology === "lvm" && [...names].some(isInGroup);
}

function isOneOf({ reading: { place } }: SubjectRecordOf<"disk">, names: ReadonlySet<string>): boolean {
  if (place.device === null) return false;
  const name = deviceName(place.device);
  // what smartctl calls an NVMe controller, the kernel lists by its first name space
  return names.has(name) || (/^nvme\d+$/.test(name) && names.has(`${name}n1`));
}

function membersOf(
  arrays: readonly SubjectRecordOf<"array">[],
  subjects: readonly SubjectRecord[],
): SubjectRecordOf<"disk">[] {
  const ids = new Set(arrays.flatMap(({ memory }) => memory.memberDisks));
  return present(subjects, "disk").filter(({ id }) => ids.has(id));
}

function present<K extends "disk" | "array">(
  subjects: readonly SubjectRecord[],
  kind: K,
): SubjectRecordOf<K>[] {
  return subjects.filter(
    (one) => one.kind === kind && one.vanishedMs === null,
  ) as unknown as SubjectRecordOf<K>[];
}

function isDevice(name: string | null): boolean {
  return name?.startsWith("/dev/") === true;
}

/** As lsblk names it: `/dev/mapper/vg-data` is `vg-data`, and so is `/dev/vg/data`. */
function deviceName(path: string): string {
  const name = path.replace(/^\/dev\//, "");
  if (name.startsWith("mapper/")) return name.slice("mapper/".length);
  const [, group, volume] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  if (group === undefined || volume === undefined) return name;
  return group === "md" ? volume : `${mapperPart(group)}-${mapperPart(volume)}`;
}

/** @source lvm(8): a hyphen within a name is doubled, a single one stands between the names */
function mapperPart(name: string): string {
  return name.replaceAll("-", "--");
}
