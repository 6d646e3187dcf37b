import type { DiskReading, ToolReading } from "../../../shared/model/health-reading.ts";
import type { HostFacts } from "../../../shared/model/watched-host.ts";
import type { VolumeReading } from "../../catalog/health-subject-store.ts";
import type { Machine, RunLimits } from "../machine/machine.ts";
import { createRound, readingOf } from "../probes/ask.ts";
import type { HostReading } from "../probes/host-reading.ts";
import { type FoundDisk, mergeDisks } from "../probes/merge-disks.ts";
import { probeSmart, type SmartReading } from "../probes/probe-smart.ts";
import { hasSaidAll, type ReadMachineOptions, withoutRepeats } from "../probes/read-machine.ts";
import { gap } from "../reading/empty.ts";
import { READ_STORAGE } from "../tools/storage-spaces/commands.ts";
import { parseStorageSpaces } from "../tools/storage-spaces/parse-storage-spaces.ts";
import { removableDisks } from "../tools/storage-spaces/removable-disks.ts";
import { type AskSystem, SYSTEM_INFORMATION } from "./ask-system.ts";
import { parseSystem, type SystemReading } from "./parse-system.ts";
import type { RememberedMachine } from "./remembered-machine.ts";
import type { SystemPart } from "./system-parts.ts";

/** A machine that the system itself is asked about, and what it said before. */
export type PlatformParts = {
  readonly machine: Machine;
  readonly ask: AskSystem;
  readonly memory: RememberedMachine;
};

/** PowerShell may take its time to start on a machine that has just started itself. */
const SHELL_LIMITS: RunLimits = { timeMs: 60_000, outputBytes: 8 * 1024 * 1024 };
const NO_BLOCKS = { devices: [], gap: null };

/**
 * Reads a machine that runs Windows: its physical disks, virtual disks and pools by its own storage classes, its disks by smartctl
 * where that is installed, its file systems and what it is by systeminformation. Nothing is changed and no disk is woken.
 *
 * @throws the signal's reason
 */
export async function readWindows(parts: PlatformParts, options: ReadMachineOptions): Promise<HostReading> {
  const { refusals, given, nowMs, signal } = options;
  const round = createRound(parts.machine, refusals, nowMs, signal);
  const [shell, smart, system] = await Promise.all([
    round.run(READ_STORAGE, { asRoot: true, limits: SHELL_LIMITS }),
    probeSmart(round, NO_BLOCKS, given),
    askSystem(parts, ["volumes", "drives", "machine", "temperature"], options),
  ]);
  const storage = readingOf(shell, parseStorageSpaces, READ_STORAGE.program);
  const removable = removableDisks(shell.kind === "said" ? shell.stdout : "");
  const listed = storage.disks.map(
    (reading): FoundDisk => ({
      ...{ reading, sources: ["storage-spaces"] },
      isRemovable: removable.has(reading.place.device ?? ""),
    }),
  );
  const own = disksOfSmartctl(smart, storage);
  const found = mergeDisks([...own.disks, ...listed.map((disk) => adoptIdentity(disk, own.disks))]);
  const others = found.length > 0 ? [] : await listOtherwise(parts, smart, options);
  return {
    disks: [...found, ...others].map((disk) => ({ ...disk, names: [] })),
    arrays: storage.arrays.map((reading) => ({ reading, sources: ["storage-spaces"] })),
    controllers: [],
    volumes: ownVolumes(system.reading, parts.memory),
    facts: system.facts,
    gaps: withoutRepeats([...storage.gaps, ...own.gaps, ...system.gaps]),
    complete: new Set([
      ...(hasSaidAll(storage) ? ["storage-spaces"] : []),
      ...(smart.hasScanned ? ["smartctl"] : []),
    ]),
  };
}

export type SystemPartsReading = {
  readonly reading: SystemReading;
  readonly facts: HostFacts | null;
  readonly gaps: HostReading["gaps"];
};

/** Asks for what is due of these, and says what it knows from before of the rest. @param parts with `volumes` among them */
export async function askSystem(
  { ask, memory }: Pick<PlatformParts, "ask" | "memory">,
  parts: readonly SystemPart[],
  { nowMs, signal }: Pick<ReadMachineOptions, "nowMs" | "signal">,
): Promise<SystemPartsReading> {
  const due = memory.due(parts, nowMs);
  const reading = parseSystem(await ask(due, { signal }));
  if (reading.gap === null) memory.keep(due, reading, nowMs);
  const isSilent = reading.gap === null && reading.volumes === undefined;
  return {
    reading,
    facts: memory.facts(reading.temperatureC, nowMs),
    gaps:
      reading.gap !== null ? [reading.gap] : isSilent ? [gap("output-empty", null, SYSTEM_INFORMATION)] : [],
  };
}

/** What smartctl finds and cannot read is no disk of its own where Windows lists them all: it may be a virtual disk, or a card reader. */
function disksOfSmartctl(smart: SmartReading, storage: ToolReading) {
  const isTold = ({ isReadable, isAsleep, identity }: DiskReading) =>
    storage.disks.length === 0 || isReadable || isAsleep || identity.serial !== null;
  const disks = smart.disks.filter(({ reading }) => isTold(reading));
  const unread = smart.disks.filter(({ reading }) => !isTold(reading));
  return { disks, gaps: [...smart.gaps, ...unread.flatMap(({ reading }) => reading.gaps)] };
}

/**
 * Windows and smartctl name many NVMe disks by different serial numbers. Both number them alike: what is the first disk to one is
 * `/dev/sda` to the other.
 *
 * @source smartctl(8), "Windows": `/dev/sd[a-z]` is `\\.\PhysicalDrive[0-25]`
 */
function adoptIdentity(disk: FoundDisk, others: readonly FoundDisk[]): FoundDisk {
  const number = /^PhysicalDisk(\d{1,2})$/.exec(disk.reading.place.device ?? "")?.[1];
  const { identity } = disk.reading;
  const same = others.find(
    ({ reading: { place, identity: other } }) =>
      number !== undefined &&
      place.device === `/dev/sd${String.fromCharCode("a".charCodeAt(0) + Number(number))}` &&
      other.sizeBytes !== null &&
      other.sizeBytes === identity.sizeBytes,
  );
  const serial = same?.reading.identity.serial ?? null;
  if (serial === null) return disk;
  return { ...disk, reading: { ...disk.reading, identity: { ...identity, serial } } };
}

/** Where neither knows of disks, systeminformation may; it is asked only where it cannot wake them, which it does by smartctl. */
async function listOtherwise(
  { ask }: PlatformParts,
  smart: SmartReading,
  { signal }: ReadMachineOptions,
): Promise<readonly FoundDisk[]> {
  if (!smart.gaps.some(({ reason }) => reason === "tool-missing")) return [];
  const { disks = [] } = parseSystem(await ask(["disks"], { signal }));
  return disks.map((disk) => ({ ...disk, sources: [SYSTEM_INFORMATION] }));
}

function ownVolumes({ volumes = [] }: SystemReading, memory: RememberedMachine): readonly VolumeReading[] {
  const foreign = memory.foreignDrives() ?? new Set();
  return volumes.filter(({ path, source }) => !foreign.has(path) && !foreign.has(source));
}
