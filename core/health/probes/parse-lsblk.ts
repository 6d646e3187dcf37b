import type { DiskIdentity, Gap } from "../../../shared/model/health-reading.ts";
import { gap } from "../reading/empty.ts";
import { cleanSerial, cleanWwn } from "../reading/identity.ts";
import { asList, at, isBlank, parseJson } from "../reading/json.ts";
import { toCount } from "../reading/numbers.ts";
import { cleanText } from "../reading/text.ts";

/** One block device as the kernel knows it, with what is made of it. */
export type BlockDevice = {
  /** `sda`, `nvme0n1`, `md0` */
  readonly name: string;
  /** `disk`, `part`, `raid1`, `lvm`, `loop` ... */
  readonly type: string;
  readonly identity: DiskIdentity;
  /** Null where the kernel does not say. */
  readonly isSpinning: boolean | null;
  readonly isRemovable: boolean;
  /** `sata`, `nvme`, `usb`, `sas`, `virtio` ... */
  readonly transport: string | null;
  /** Maker, as a RAID controller shows its volumes: `LSI`, `HP`. */
  readonly vendor: string | null;
  /** `btrfs`, `linux_raid_member` ... */
  readonly content: string | null;
  /** Names of all that lies on it, to any depth. */
  readonly carries: readonly string[];
};

export type BlockDevices = { readonly devices: readonly BlockDevice[]; readonly gap: Gap | null };

/** More than any host has. */
const MAX_DEVICES = 5000;
const MAX_DEPTH = 12;

/** Reads `lsblk --json --bytes --output …`; older versions print numbers and flags as text. Devices may be listed below several others. */
export function parseLsblk(text: string): BlockDevices {
  if (isBlank(text)) return { devices: [], gap: gap("output-empty", null, "lsblk") };
  const { value, problem } = parseJson(text);
  if (problem !== null) return { devices: [], gap: gap(problem, null, "lsblk") };
  const roots = at(value, "blockdevices");
  if (!Array.isArray(roots)) return { devices: [], gap: gap("output-unreadable", null, "lsblk") };
  const found = new Map<string, BlockDevice>();
  for (const root of roots) collect(root, found, 0);
  return { devices: [...found.values()], gap: null };
}

/** @returns names of the device and all below it */
function collect(node: unknown, found: Map<string, BlockDevice>, depth: number): readonly string[] {
  const name = cleanText(at(node, "name"));
  if (name === null || depth > MAX_DEPTH || found.size > MAX_DEVICES) return [];
  const carries = [
    ...new Set(asList(at(node, "children")).flatMap((child) => collect(child, found, depth + 1))),
  ];
  found.set(name, {
    name,
    type: cleanText(at(node, "type")) ?? "unknown",
    identity: {
      serial: cleanSerial(at(node, "serial")),
      wwn: cleanWwn(at(node, "wwn")),
      model: cleanText(at(node, "model")),
      firmware: cleanText(at(node, "rev")),
      sizeBytes: toCount(at(node, "size")),
    },
    isSpinning: flag(at(node, "rota")),
    isRemovable: flag(at(node, "rm")) === true || flag(at(node, "hotplug")) === true,
    transport: cleanText(at(node, "tran")),
    vendor: cleanText(at(node, "vendor")),
    content: cleanText(at(node, "fstype")),
    carries,
  });
  return [name, ...carries];
}

function flag(value: unknown): boolean | null {
  if (value === true || value === "1" || value === 1) return true;
  return value === false || value === "0" || value === 0 ? false : null;
}
