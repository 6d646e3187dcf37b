import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { asList, asRecord, at, isBlank, parseJson } from "../../reading/json.ts";
import { arrayMember, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount } from "../../reading/numbers.ts";
import { outputLines, shorten } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";

/** The counters of each device. They count since they were last set back, and survive restarts and scrubs. */
const COUNTERS = [
  "write_io_errs",
  "read_io_errs",
  "flush_io_errs",
  "corruption_errs",
  "generation_errs",
] as const;
type Counter = (typeof COUNTERS)[number];
type DeviceStats = { readonly device: string; readonly counts: Partial<Record<Counter, number>> };

const LINE = /^\[(.{1,400})\]\.([a-z_]{1,40})\s{1,40}(\S{1,40})$/;

/**
 * Reads `btrfs device stats`, as text or JSON. A file system that lacks a device since it was mounted names it `devid:2` here; one
 * that lost it later still shows its old name, so `filesystem usage` or `show` must be asked as well.
 */
export function parseBtrfsDeviceStats(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const reading = emptyReading();
  const devices = /^\s*\{/.test(text.slice(0, 200)) ? fromJson(text, reading) : fromText(text, reading);
  if (devices.length === 0) {
    if (reading.gaps.length === 0) reading.gaps.push(gap("output-unreadable"));
    return reading;
  }
  reading.arrays.push(tidyArray(arrayOf(devices)));
  return reading;
}

function fromJson(text: string, reading: ToolReading): DeviceStats[] {
  const { value, problem } = parseJson(text);
  if (problem !== null) {
    reading.gaps.push(gap(problem));
    return [];
  }
  return asList(at(value, "device-stats"))
    .slice(0, MAX_MEMBERS)
    .map((entry) => {
      const known = asRecord(entry);
      const counts: Partial<Record<Counter, number>> = {};
      for (const counter of COUNTERS) {
        const count = toCount(known[counter]);
        if (count !== null) counts[counter] = count;
      }
      const device = known.device;
      return {
        device: typeof device === "string" ? device : `devid:${String(toCount(known.devid) ?? "?")}`,
        counts,
      };
    });
}

function fromText(text: string, reading: ToolReading): DeviceStats[] {
  const devices = new Map<string, Partial<Record<Counter, number>>>();
  for (const line of outputLines(text)) {
    if (line.trim() === "") continue;
    const [, device, counter, value] = LINE.exec(line.slice(0, 600).trimEnd()) ?? [];
    const known = COUNTERS.find((name) => name === counter);
    const count = toCount(value);
    if (device === undefined || counter === undefined) {
      if (reading.gaps.length === 0) reading.gaps.push(gap(toolRefusal(line) ?? "output-unreadable", line));
      continue;
    }
    const counts = devices.get(device) ?? {};
    devices.set(device, counts);
    if (devices.size > MAX_MEMBERS) break;
    if (known !== undefined && count !== null) counts[known] = Math.max(count, counts[known] ?? 0);
  }
  return [...devices].slice(0, MAX_MEMBERS).map(([device, counts]) => ({ device, counts }));
}

function arrayOf(devices: readonly DeviceStats[]): ArrayReading {
  const first = devices[0]?.device ?? "btrfs";
  const array = emptyArray(first, first, "btrfs");
  array.isMounted = true; // of no other one is anything told
  array.members = devices.map(memberOf);
  array.expectedMembers = devices.length;
  array.activeMembers = array.members.filter(({ state }) => state === "ok").length;
  const missing = array.members.filter(({ state }) => state === "missing").length;
  const incomplete = devices.find(({ counts }) => COUNTERS.some((counter) => counts[counter] === undefined));
  if (incomplete !== undefined) array.gaps.push(gap("output-truncated", null, incomplete.device));
  array.signals.push({
    source: "btrfs device stats",
    text: `${devices.length - missing} of ${devices.length}`,
    state: missing > 0 ? "degraded" : incomplete === undefined ? "ok" : "unknown",
  });
  return array;
}

function memberOf({ device, counts }: DeviceStats): ArrayMember {
  const isMissing = /^(?:devid:|<missing|missing\b)/.test(device);
  const writes = sum(counts.write_io_errs, counts.flush_io_errs);
  const damage = sum(counts.corruption_errs, counts.generation_errs);
  return arrayMember({
    name: shorten(device),
    state: isMissing ? "missing" : Object.keys(counts).length === 0 ? "unknown" : "ok",
    readErrors: counts.read_io_errs ?? null,
    writeErrors: writes,
    checksumErrors: damage,
  });
}

function sum(...counts: readonly (number | undefined)[]): number | null {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? null : toCount(known.reduce((a, b) => a + b, 0));
}
