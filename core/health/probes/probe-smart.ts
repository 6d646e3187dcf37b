import type { DiskReading, Gap, ToolReading } from "../../../shared/model/health-reading.ts";
import { emptyDisk, gap } from "../reading/empty.ts";
import { readSmartLog } from "../tools/nvme-cli/commands.ts";
import { parseSmartLog } from "../tools/nvme-cli/parse-smart-log.ts";
import { readDisk, SCAN } from "../tools/smartctl/commands.ts";
import { parseScan } from "../tools/smartctl/parse-scan.ts";
import { parseSmartctl } from "../tools/smartctl/parse-smartctl.ts";
import type { Round } from "./ask.ts";
import { wholeDisks } from "./block-devices.ts";
import { type GivenType, givenTypes } from "./given-type.ts";
import { inParallel } from "./in-parallel.ts";
import type { FoundDisk } from "./merge-disks.ts";
import type { BlockDevice, BlockDevices } from "./parse-lsblk.ts";

/** Disks asked at once: each may take seconds, and one that dies half a minute. */
const DISKS_AT_ONCE = 8;

type Target = {
  readonly device: string;
  readonly deviceType: string | null;
  readonly block: BlockDevice | undefined;
  /** A person named its type. */
  readonly isGiven: boolean;
};

export type SmartReading = {
  readonly disks: readonly (FoundDisk & { readonly block: BlockDevice | undefined })[];
  readonly gaps: readonly Gap[];
  /** smartctl has told all devices that it finds. */
  readonly hasScanned: boolean;
};

/**
 * Reads every disk that the kernel lists or smartctl finds, also behind controllers. One that sleeps is left alone. One that cannot
 * be read is there all the same, with the reason.
 *
 * @param given types that people named; they count for more than what smartctl finds
 */
export async function probeSmart(
  round: Round,
  blocks: BlockDevices,
  given: readonly GivenType[],
): Promise<SmartReading> {
  const scan = await round.read(SCAN, parseScan, { asRoot: true });
  const targets = withGiven(targetsOf(scan, blocks), given);
  const disks = await inParallel(targets, DISKS_AT_ONCE, async (target) => await readTarget(round, target));
  // what keeps it from looking for disks is told by every disk that the kernel lists; without any it would be lost
  const gaps = targets.length === 0 ? scan.gaps : [];
  return { disks: disks.flat(), gaps, hasScanned: scan.gaps.length === 0 };
}

/**
 * Reads disks that are known already, such as those of a Mac, where smartctl names what it finds in ways it does not understand
 * itself.
 *
 * @returns a reading of each, in their order
 */
export async function readListedDisks(
  round: Round,
  blocks: readonly BlockDevice[],
  given: readonly GivenType[],
): Promise<readonly DiskReading[]> {
  const listed = blocks.map(
    (block): Target => ({ device: `/dev/${block.name}`, deviceType: null, block, isGiven: false }),
  );
  return await inParallel(withGiven(listed, given), DISKS_AT_ONCE, async (target) => {
    const [reading] = await readOne(round, target);
    return reading ?? withBlock(emptyDisk(), target);
  });
}

function targetsOf(scan: ToolReading, blocks: BlockDevices): Target[] {
  const byName = new Map(wholeDisks(blocks).map((block) => [`/dev/${block.name}`, block]));
  const targets: Target[] = [];
  const seen = new Set<string>();
  for (const { place } of scan.disks) {
    if (place.device === null) continue;
    const block = byName.get(place.device) ?? namespaceOf(place.device, byName);
    targets.push({ device: place.device, deviceType: place.deviceType, block, isGiven: false });
    seen.add(place.device);
    if (block !== undefined) seen.add(`/dev/${block.name}`);
  }
  for (const [device, block] of byName)
    if (!seen.has(device)) targets.push({ device, deviceType: null, block, isGiven: false });
  return targets;
}

function withGiven(targets: readonly Target[], given: readonly GivenType[]): Target[] {
  // disks behind a controller share a device, and are told apart by the type that smartctl found
  const own = targets.map((target) =>
    target.deviceType?.includes(",") ? { device: "", block: undefined } : target,
  );
  const types = givenTypes(given, own);
  return targets.map((target, n) => {
    const deviceType = types[n]?.deviceType;
    return deviceType === undefined ? target : { ...target, deviceType, isGiven: true };
  });
}

/** smartctl names an NVMe controller, the kernel the first name space on it. */
function namespaceOf(device: string, byName: ReadonlyMap<string, BlockDevice>): BlockDevice | undefined {
  return /^\/dev\/nvme\d+$/.test(device) ? byName.get(`${device}n1`) : undefined;
}

async function readTarget(round: Round, target: Target): Promise<SmartReading["disks"]> {
  const { block, isGiven, deviceType } = target;
  const isRemovable = block !== undefined && (block.isRemovable || block.transport === "usb");
  const sources = block === undefined ? ["smartctl"] : ["lsblk"];
  const given =
    isGiven && deviceType !== null ? { deviceType, kernelSerial: block?.identity.serial ?? null } : undefined;
  return (await readOne(round, target)).map((reading) => ({
    ...{ reading, sources, isRemovable, block },
    ...(given === undefined ? {} : { given }),
  }));
}

async function readOne(round: Round, target: Target): Promise<readonly DiskReading[]> {
  const command = readDisk(target.device, target.deviceType);
  if (command === undefined) return [withBlock({ ...emptyDisk(), gaps: [gap("device-not-opened")] }, target)];
  const reading = await round.read(command, parseSmartctl, { asRoot: true });
  const isMissing = reading.gaps.some(({ reason }) => reason === "tool-missing");
  const other = isMissing ? readSmartLog(target.device) : undefined;
  if (other !== undefined) {
    const log = await round.read(other, parseSmartLog, { asRoot: true });
    if (log.disks.length > 0) return log.disks.map((disk) => withBlock(disk, target));
  }
  if (reading.disks.length > 0) return reading.disks.map((disk) => withBlock(disk, target));
  return [withBlock({ ...emptyDisk(), gaps: reading.gaps }, target)];
}

/** What the kernel knows of a disk stands in for what the disk does not tell, asleep or unreadable. */
function withBlock(disk: DiskReading, { device, deviceType, block }: Target): DiskReading {
  const { identity, place, medium } = disk;
  const isSpinning = block?.isSpinning ?? null;
  return {
    ...disk,
    identity: {
      serial: identity.serial ?? block?.identity.serial ?? null,
      wwn: identity.wwn ?? block?.identity.wwn ?? null,
      model: identity.model ?? block?.identity.model ?? null,
      firmware: identity.firmware ?? block?.identity.firmware ?? null,
      sizeBytes: identity.sizeBytes ?? block?.identity.sizeBytes ?? null,
    },
    place: { ...place, device, deviceType: place.deviceType ?? deviceType },
    medium: medium !== "unknown" || isSpinning === null ? medium : isSpinning ? "spinning" : "solid-state",
  };
}
