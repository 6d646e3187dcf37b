import type { ArrayReading, DiskReading } from "../../../shared/model/health-reading.ts";
import type { VolumeReading } from "../../catalog/health-subject-store.ts";
import { createRound } from "../probes/ask.ts";
import type { HostReading } from "../probes/host-reading.ts";
import type { BlockDevice } from "../probes/parse-lsblk.ts";
import { readListedDisks } from "../probes/probe-smart.ts";
import { hasSaidAll, type ReadMachineOptions, withoutRepeats } from "../probes/read-machine.ts";
import { LIST_SETS } from "../tools/apple-raid/commands.ts";
import { parseAppleRaid } from "../tools/apple-raid/parse-apple-raid.ts";
import { SYSTEM_INFORMATION } from "./ask-system.ts";
import type { SystemDisk } from "./parse-system.ts";
import { askSystem, type PlatformParts } from "./read-windows.ts";

/**
 * Reads a Mac: its disks as the system lists them, each by smartctl where that is installed, its RAID sets by diskutil, its file
 * systems and what it is by systeminformation. Nothing is changed and no disk is woken.
 *
 * @throws the signal's reason
 */
export async function readMac(parts: PlatformParts, options: ReadMachineOptions): Promise<HostReading> {
  const { refusals, given, nowMs, signal } = options;
  const round = createRound(parts.machine, refusals, nowMs, signal);
  const [system, sets] = await Promise.all([
    askSystem(parts, ["disks", "volumes", "machine", "temperature"], options),
    round.read(LIST_SETS, parseAppleRaid),
  ]);
  const listed = system.reading.disks ?? [];
  const read = await readListedDisks(round, listed.map(blockOf), given);
  const names = sets.arrays.flatMap(({ members }) => members.map(({ name }) => name ?? ""));
  return {
    disks: listed.map((disk, n) => ({
      reading: bestOf(read[n], disk),
      isRemovable: disk.isRemovable,
      sources: [SYSTEM_INFORMATION],
      names: namesOn(disk.reading.place.device, names),
    })),
    arrays: sets.arrays.map((reading: ArrayReading) => ({ reading, sources: ["apple-raid"] })),
    controllers: [],
    volumes: (system.reading.volumes ?? []).filter(isOwn),
    facts: system.facts,
    gaps: withoutRepeats([...system.gaps, ...sets.gaps]),
    complete: new Set([
      ...(system.reading.disks === undefined ? [] : [SYSTEM_INFORMATION]),
      ...(hasSaidAll(sets) ? ["apple-raid"] : []),
    ]),
  };
}

function blockOf({ reading, isRemovable }: SystemDisk): BlockDevice {
  const { place, identity, medium } = reading;
  return {
    name: place.device ?? "",
    type: "disk",
    identity,
    isSpinning: medium === "unknown" ? null : medium === "spinning",
    isRemovable,
    transport: isRemovable ? "usb" : null,
    vendor: null,
    content: null,
    carries: [],
  };
}

/** What smartctl reads is worth most; where it cannot, a failure that the system knows of; and otherwise why nothing is known. */
function bestOf(smart: DiskReading | undefined, { reading }: SystemDisk): DiskReading {
  if (smart === undefined) return reading;
  if (smart.isReadable || smart.isAsleep)
    return reading.reported === null ? smart : { ...smart, reported: smart.reported ?? reading.reported };
  if (reading.isReadable) return reading;
  return { ...smart, gaps: [...smart.gaps, ...reading.gaps].slice(0, 100) };
}

/** Sets name their members by slices of disks: `disk2s2`. */
function namesOn(device: string | null, names: readonly string[]): readonly string[] {
  if (device === null) return [];
  const isSlice = (name: string) => name.startsWith(device) && /^s\d+$/.test(name.slice(device.length));
  return [device, ...new Set(names.filter(isSlice))];
}

/** Parts of the system's own that share the room of the disk, and images that are mounted, are no file systems of anybody's. */
function isOwn({ source, path }: VolumeReading): boolean {
  const isHidden = path.startsWith("/System/Volumes/") && path !== "/System/Volumes/Data";
  return source.startsWith("/dev/") && !isHidden && !path.startsWith("/private/var/");
}
