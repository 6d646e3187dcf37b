import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember, MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount } from "../../reading/numbers.ts";
import { outputLines } from "../../reading/text.ts";

/** `error_stats` has a line for each. */
const COUNTERS = ["write_errs", "read_errs", "flush_errs", "corruption_errs", "generation_errs"] as const;

type Device = { isMissing: boolean | null; readonly counts: Map<string, number> };
type FileSystem = { label: string | null; readonly devices: Map<string, Device> };

const LINE =
  /^\s{0,20}\/sys\/fs\/btrfs\/([0-9a-f-]{36})\/(?:(label)|devinfo\/(\d{1,10})\/(missing|error_stats)):(.*)$/;

export function isBtrfsSysfs(text: string): boolean {
  return /^\s{0,20}\/sys\/fs\/btrfs\/[0-9a-f-]{36}\//m.test(text);
}

/**
 * Reads files of `/sys/fs/btrfs`, one a line with its path, as `grep` prints them. Anybody may read them, where the tool itself asks
 * for root's rights; they tell of missing devices and of errors, but neither names of devices nor levels.
 */
export function parseBtrfsSysfs(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const reading = emptyReading();
  const systems = new Map<string, FileSystem>();
  for (const longLine of outputLines(text)) {
    const line = longLine.slice(0, 1000);
    if (line.trim() === "") continue;
    const [, uuid, isLabel, devid, file, value] = LINE.exec(line) ?? [];
    if (uuid === undefined || value === undefined) {
      if (reading.gaps.length === 0) reading.gaps.push(gap("output-unreadable", line));
      continue;
    }
    const system = systems.get(uuid) ?? { label: null, devices: new Map<string, Device>() };
    if (systems.size >= MAX_ARRAYS && !systems.has(uuid)) continue;
    systems.set(uuid, system);
    if (isLabel !== undefined) system.label = value.trim() || null;
    else if (devid !== undefined && file !== undefined) noteDevice(system, devid, file, value.trim());
  }
  reading.arrays = [...systems].map(([uuid, system]) => tidyArray(arrayOf(uuid, system)));
  return reading;
}

function noteDevice({ devices }: FileSystem, devid: string, file: string, value: string): void {
  if (devices.size >= MAX_MEMBERS && !devices.has(devid)) return;
  const device = devices.get(devid) ?? { isMissing: null, counts: new Map<string, number>() };
  devices.set(devid, device);
  if (file === "missing") {
    // whoever says both is not believed when he says that it is there
    if (value === "1") device.isMissing = true;
    else if (value === "0") device.isMissing ??= false;
    return;
  }
  const [, counter, digits] = /^([a-z_]{1,40})\s{1,20}(\d{1,20})$/.exec(value) ?? [];
  const count = toCount(digits);
  if (counter !== undefined && count !== null)
    device.counts.set(counter, Math.max(count, device.counts.get(counter) ?? 0));
}

function arrayOf(uuid: string, { label, devices }: FileSystem): ArrayReading {
  const array = emptyArray(uuid, label ?? uuid, "btrfs");
  array.isMounted = true; // of no other one is anything told
  const all = [...devices.values()];
  array.members = [...devices].map(([devid, device]) => memberOf(devid, device));
  array.expectedMembers = devices.size === 0 ? null : devices.size;
  array.activeMembers = devices.size === 0 ? null : all.filter(({ isMissing }) => isMissing === false).length;
  const isMissing = all.some((device) => device.isMissing === true);
  const isKnown =
    all.length > 0 &&
    all.every(
      (device) => device.isMissing === false && COUNTERS.every((counter) => device.counts.has(counter)),
    );
  if (!isMissing && !isKnown) array.gaps.push(gap("output-truncated", null, array.name));
  array.signals.push({
    source: "/sys/fs/btrfs",
    text: `${array.activeMembers ?? "?"} of ${array.expectedMembers ?? "?"}`,
    state: isMissing ? "degraded" : isKnown ? "ok" : "unknown",
  });
  return array;
}

function memberOf(devid: string, { isMissing, counts }: Device): ArrayMember {
  const sum = (...counters: readonly (typeof COUNTERS)[number][]) => {
    const known = counters.flatMap((counter) => counts.get(counter) ?? []);
    return known.length === 0 ? null : toCount(known.reduce((a, b) => a + b, 0));
  };
  return arrayMember({
    slot: devid,
    state: isMissing === null ? "unknown" : isMissing ? "missing" : "ok",
    readErrors: sum("read_errs"),
    writeErrors: sum("write_errs", "flush_errs"),
    checksumErrors: sum("corruption_errs", "generation_errs"),
  });
}
