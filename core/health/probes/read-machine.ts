import type { ArrayReading, Gap, ToolReading } from "../../../shared/model/health-reading.ts";
import type { Machine } from "../machine/machine.ts";
import { emptyReading } from "../reading/empty.ts";
import { mergeArrays } from "../reading/merge-arrays.ts";
import type { HostLayout } from "../under-path/host-layout.ts";
import { parseLayoutMounts } from "../under-path/parse-layout-mounts.ts";
import { createRound, type Refusals } from "./ask.ts";
import { listBlockDevices } from "./block-devices.ts";
import { giveSerials } from "./give-serials.ts";
import type { GivenType } from "./given-type.ts";
import type { Found, HostReading } from "./host-reading.ts";
import { type FoundDisk, mergeDisks } from "./merge-disks.ts";
import { parseMounts, readMountTable } from "./mounts.ts";
import type { BlockDevices } from "./parse-lsblk.ts";
import { probeBtrfs } from "./probe-btrfs.ts";
import { isVolumeOf, probeControllers } from "./probe-controllers.ts";
import { probeFacts } from "./probe-facts.ts";
import { probeLvm } from "./probe-lvm.ts";
import { probeMd } from "./probe-md.ts";
import { probeShares } from "./probe-shares.ts";
import { probeSmart } from "./probe-smart.ts";
import { probeVolumes } from "./probe-volumes.ts";
import { probeZfs } from "./probe-zfs.ts";

export type ReadMachineOptions = {
  /** Kept from round to round. */
  readonly refusals: Refusals;
  /** Names of probes that found something before. */
  readonly known: ReadonlySet<string>;
  /** How people said that disks are reached. */
  readonly given: readonly GivenType[];
  readonly nowMs: number;
  readonly signal: AbortSignal;
};

/**
 * Reads everything about the disks of one machine that runs Linux, here or over SSH, with the tools it has. Nothing is changed and
 * no disk is woken. What cannot be read is told as such, and takes nothing from the rest.
 *
 * @throws the signal's reason; {@link BackstayError} REMOTE_SILENT when the machine is gone
 */
export async function readMachine(machine: Machine, options: ReadMachineOptions): Promise<HostReading> {
  const { refusals, known, given, nowMs, signal } = options;
  const round = createRound(machine, refusals, nowMs, signal);
  const [blocks, table] = await Promise.all([listBlockDevices(round), readMountTable(round)]);
  const mounts = table === undefined ? undefined : parseMounts(table);
  const [smart, md, btrfs, zfs, lvm, controllers, volumes, facts, shares] = await Promise.all([
    probeSmart(round, blocks, given),
    probeMd(round),
    probeBtrfs(round, blocks, mounts, known),
    probeZfs(round, blocks, mounts, known),
    probeLvm(round, blocks, known),
    probeControllers(round, blocks, { isRoot: machine.isRoot, known }),
    probeVolumes(round, mounts),
    probeFacts(round),
    probeShares(round),
  ]);
  const software = { md, btrfs: btrfs ?? NOTHING, zfs: zfs ?? NOTHING, lvm: lvm ?? NOTHING };
  // what was not asked because nothing looked like it was looked for all the same, where one could look
  const wasAsked = { md: true, btrfs: btrfs !== undefined, zfs: zfs !== undefined, lvm: lvm !== undefined };
  const seesAll = blocks.gap === null && mounts !== undefined;
  const complete = new Set<string>();
  if (blocks.gap === null) complete.add("lsblk");
  if (smart.hasScanned) complete.add("smartctl");
  for (const name of ["md", "btrfs", "zfs", "lvm"] as const)
    if ((wasAsked[name] || seesAll) && hasSaidAll(software[name])) complete.add(name);
  for (const { family, reading } of controllers)
    if (hasSaidAll(reading, ["device-not-opened"])) complete.add(family);

  const behind = controllers.flatMap(({ family, reading }) =>
    reading.disks.map((disk): FoundDisk => ({ reading: disk, sources: [family], isRemovable: false })),
  );
  const answering = controllers
    .filter(({ reading }) => reading.controllers.length > 0)
    .map(({ family }) => family);
  const own = smart.disks.filter(({ reading, block }) => {
    // the volumes of a controller are no disks of their own where the disks behind them are known
    return (
      reading.isReadable || block === undefined || !answering.some((family) => isVolumeOf(family, block))
    );
  });
  const disks = mergeDisks([...own, ...behind]).map((disk) => ({
    ...disk,
    names: namesOn(disk.reading.place.device, blocks),
  }));
  return {
    disks,
    arrays: [
      ...foundArrays(software).map((found) => ({ ...found, reading: giveSerials(found.reading, disks) })),
      ...controllers.flatMap(({ family, reading }) =>
        mergeArrays(reading.arrays).map((array) => ({ reading: array, sources: [family] })),
      ),
    ],
    controllers: controllers.flatMap(({ family, reading }) =>
      reading.controllers.map((controller) => ({ reading: controller, sources: [family] })),
    ),
    volumes: volumes.volumes,
    facts,
    ...(table === undefined ? {} : { layout: { ...layoutOf(blocks, table), ...shares } }),
    gaps: withoutRepeats([
      ...(blocks.gap === null ? [] : [blocks.gap]),
      ...smart.gaps,
      ...Object.values(software).flatMap(({ gaps }) => gaps),
      ...controllers.flatMap(({ reading }) => reading.gaps),
      ...volumes.gaps,
    ]),
    complete,
  };
}

const NOTHING = emptyReading();

function layoutOf({ devices }: BlockDevices, table: string): Pick<HostLayout, "devices" | "mounts"> {
  const lying = devices.map(({ name, type, carries }) => ({ name, type, carries: [...carries] }));
  return { devices: lying, mounts: parseLayoutMounts(table) };
}

function foundArrays(software: Readonly<Record<string, ToolReading>>): Found<ArrayReading>[] {
  return Object.entries(software).flatMap(([name, { arrays }]) =>
    mergeArrays(arrays).map((reading) => ({ reading, sources: [name] })),
  );
}

/** Why a program did not even get to look. One that ran and found nothing has said all there is. */
const DID_NOT_LOOK: ReadonlySet<Gap["reason"]> = new Set<Gap["reason"]>([
  ...(["tool-missing", "permission-denied", "timed-out", "output-too-long", "output-empty"] as const),
  ...(["output-truncated", "output-unreadable", "version-unknown", "device-not-opened"] as const),
]);

/** @param alsoSays reasons by which such a program says that there is nothing */
export function hasSaidAll({ gaps }: ToolReading, alsoSays: readonly Gap["reason"][] = []): boolean {
  return !gaps.some(({ reason }) => DID_NOT_LOOK.has(reason) && !alsoSays.includes(reason));
}

function namesOn(device: string | null, { devices }: BlockDevices): readonly string[] {
  const name = device?.replace(/^\/dev\//, "");
  if (name === undefined) return [];
  const block = devices.find((one) => one.name === name || one.name === `${name}n1`);
  return [name, ...(block === undefined ? [] : [block.name, ...block.carries])];
}

export function withoutRepeats(gaps: readonly Gap[]): Gap[] {
  const seen = new Map(gaps.map((one) => [`${one.reason} ${one.about} ${one.message}`, one]));
  return [...seen.values()].slice(0, 100);
}
