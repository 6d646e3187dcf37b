import type { DiskReading, Gap } from "../../../shared/model/health-reading.ts";
import type { HostFacts } from "../../../shared/model/watched-host.ts";
import type { VolumeReading } from "../../catalog/health-subject-store.ts";
import type { ToolOutput } from "../machine/machine.ts";
import { emptyDisk, gap } from "../reading/empty.ts";
import { cleanSerial } from "../reading/identity.ts";
import { asList, at, isRecord, type JsonRecord, parseJson } from "../reading/json.ts";
import { toCelsius, toCount, toNumber } from "../reading/numbers.ts";
import { cleanText } from "../reading/text.ts";
import { SYSTEM_INFORMATION } from "./ask-system.ts";

/** A disk as the system lists it. Its health is known only where the system says that it fails. */
export type SystemDisk = { readonly reading: DiskReading; readonly isRemovable: boolean };

/** What systeminformation said of a machine; undefined and null where it did not. */
export type SystemReading = {
  readonly disks: readonly SystemDisk[] | undefined;
  readonly volumes: readonly VolumeReading[] | undefined;
  /** Names of drives that are on other machines, or are no disks. Undefined where the system does not tell them apart. */
  readonly foreignDrives: ReadonlySet<string> | undefined;
  readonly machine: Omit<HostFacts, "temperatureC"> | undefined;
  readonly temperatureC: number | null;
  /** Why it said nothing at all. */
  readonly gap: Gap | null;
};

const NOTHING: SystemReading = {
  ...{ disks: undefined, volumes: undefined, foreignDrives: undefined, machine: undefined },
  ...{ temperatureC: null, gap: null },
};

/** More than any machine has. */
const MAX_THINGS = 1000;
/** A processor that says more has no sensor. */
const HOTTEST_C = 150;

/** @param output what the thread answered, see `SystemAnswer`; never an exception, whatever it holds */
export function parseSystem(output: ToolOutput): SystemReading {
  if (output.kind === "gap") return { ...NOTHING, gap: output.gap };
  const { value, problem } = parseJson(output.stdout);
  if (problem !== null || !isRecord(value))
    return { ...NOTHING, gap: gap(problem ?? "output-unreadable", null, SYSTEM_INFORMATION) };
  const { disks, volumes, drives, machine, temperature } = value;
  return {
    disks: Array.isArray(disks) ? records(disks).map(readDisk) : undefined,
    volumes: Array.isArray(volumes) ? records(volumes).flatMap((one) => readVolume(one) ?? []) : undefined,
    foreignDrives: Array.isArray(drives) ? foreignIn(records(drives)) : undefined,
    machine: isRecord(machine) ? readMachineFacts(machine) : undefined,
    temperatureC: plausible(toCelsius(at(temperature, "main"))),
    gap: null,
  };
}

function records(list: unknown): readonly JsonRecord[] {
  return asList(list).filter(isRecord).slice(0, MAX_THINGS);
}

function readDisk(disk: JsonRecord): SystemDisk {
  const empty = emptyDisk();
  const type = cleanText(disk.type);
  const device = cleanText(disk.device);
  const summary = cleanText(disk.smartStatus);
  const isFailing = /predicted failure|pred fail|failing|degraded/i.test(summary ?? "");
  const medium = type === "HD" ? "spinning" : type === "SSD" || type === "NVMe" ? "solid-state" : "unknown";
  const reading: DiskReading = {
    ...empty,
    identity: {
      ...empty.identity,
      serial: cleanSerial(disk.serialNum),
      model: cleanText(disk.name),
      firmware: cleanText(disk.firmwareRevision),
      sizeBytes: toCount(disk.size),
    },
    place: { ...empty.place, device },
    protocol: type === "NVMe" ? "nvme" : "unknown",
    medium,
    // the summary of a disk that fails is worth hearing; that of one that does not says next to nothing
    isReadable: isFailing,
    reported: isFailing && summary !== null ? { text: summary, state: "failing" } : null,
    gaps: isFailing ? [] : [gap("counters-missing", summary, device)],
  };
  return { reading, isRemovable: type === "USB" || /^USB$/i.test(cleanText(disk.interfaceType) ?? "") };
}

function readVolume(volume: JsonRecord): VolumeReading | undefined {
  const path = cleanText(volume.mount);
  const sizeBytes = toCount(volume.size);
  const used = toCount(volume.used);
  const freeBytes =
    toCount(volume.available) ?? (sizeBytes === null || used === null ? null : sizeBytes - used);
  if (path === null || sizeBytes === null || sizeBytes === 0 || freeBytes === null) return undefined;
  return {
    ...{ path, source: cleanText(volume.fs) ?? path, fileSystem: cleanText(volume.type) },
    ...{ sizeBytes, freeBytes: Math.max(0, Math.min(freeBytes, sizeBytes)) },
    // file systems of Windows and of a Mac make room for file entries as they are needed
    inodesUsedPercent: null,
  };
}

/** As Windows calls kinds of drives. */
const FOREIGN = new Set(["Network", "CD/DVD", "RAM", "NoRoot"]);

function foreignIn(drives: readonly JsonRecord[]): ReadonlySet<string> {
  const foreign = drives.filter(({ physical }) => FOREIGN.has(cleanText(physical) ?? ""));
  return new Set(
    foreign.flatMap(({ mount, name }) => [cleanText(mount), cleanText(name)]).filter((one) => one !== null),
  );
}

function readMachineFacts(machine: JsonRecord): SystemReading["machine"] {
  const { os, time } = machine;
  const distro = cleanText(at(os, "distro"));
  const release = cleanText(at(os, "release"));
  const isWindows = cleanText(at(os, "platform")) === "Windows";
  const model = [machine.manufacturer, machine.model].map(cleanText).filter((word) => word !== null);
  const uptime = toNumber(at(time, "uptime"));
  return {
    // Windows has its version in its name, and its release is that of its kernel
    system: cut(isWindows || release === null ? distro : `${distro ?? ""} ${release}`.trim(), 200),
    kernel: cut(cleanText(at(os, "kernel")), 200),
    architecture: cut(cleanText(at(os, "arch")), 50),
    machine: cut(model.length === 0 ? null : model.join(" "), 200),
    uptimeSeconds: uptime === null || uptime < 0 ? null : uptime,
  };
}

function cut(text: string | null, length: number): string | null {
  return text === null ? null : text.slice(0, length);
}

function plausible(temperatureC: number | null): number | null {
  return temperatureC === null || temperatureC > HOTTEST_C ? null : temperatureC;
}
