import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap } from "../../reading/empty.ts";
import { arrayMember, MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toScaledCount } from "../../reading/numbers.ts";
import { outputLines, shorten } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";

type Shown = {
  readonly label: string | null;
  readonly uuid: string;
  expected: number | null;
  usedBytes: number | null;
  sizeBytes: number;
  isSomeMissing: boolean;
  readonly members: ArrayMember[];
};

const HEADER = /^Label: (?:'(.{0,300})'|none)\s{1,10}uuid: ([0-9a-fA-F-]{36})\s*$/;
const TOTAL = /^\s+Total devices (\d{1,6}) FS bytes used (\S{1,40})\s*$/;
const DEVICE = /^\s+devid\s{1,10}(\d{1,10}) size (\S{1,40}) used (\S{1,40}) path\s?(.{0,400})$/;
/** What stands beside the list: devices that could not be looked at belong to file systems that show it themselves. */
const BESIDE =
  /^(?:warning, device \d+ is missing|warning devid \d+ not found already|ERROR: cannot scan \S+:.*|bad tree block.*|Couldn't .*)/;

export function isBtrfsShow(text: string): boolean {
  return /^(?:Label: |\s*Total devices )/m.test(text);
}

/** Reads `btrfs filesystem show`, of one file system or all. It knows of missing devices, and nothing of levels. */
export function parseBtrfsShow(text: string): ToolReading {
  const reading = emptyReading();
  const shown: Shown[] = [];
  for (const longLine of outputLines(text)) {
    const line = longLine.slice(0, 1000);
    if (line.trim() === "" || BESIDE.test(line)) continue;
    const [header, label, uuid] = HEADER.exec(line) ?? [];
    if (header !== undefined && uuid !== undefined && shown.length < MAX_ARRAYS)
      shown.push({
        label: label ?? null,
        uuid: uuid.toLowerCase(),
        expected: null,
        usedBytes: null,
        sizeBytes: 0,
        isSomeMissing: false,
        members: [],
      });
    else {
      const current = shown.at(-1);
      const wasRead = header === undefined && current !== undefined && readLine(current, line);
      if (!wasRead && reading.gaps.length === 0)
        reading.gaps.push(gap(toolRefusal(line) ?? "output-unreadable", line));
    }
  }
  reading.arrays = shown.map(arrayOf).map(tidyArray);
  if (shown.length === 0 && reading.gaps.length === 0) reading.gaps.push(gap("output-unreadable"));
  return reading;
}

function readLine(shown: Shown, line: string): boolean {
  const [, total, used] = TOTAL.exec(line) ?? [];
  if (total !== undefined) {
    shown.expected = toCount(total);
    shown.usedBytes = toScaledCount(used);
    return true;
  }
  if (/^\s+\*\*\* Some devices missing/.test(line)) {
    shown.isSomeMissing = true;
    return true;
  }
  const [, devid, size, , rest] = DEVICE.exec(line) ?? [];
  if (devid === undefined) return false;
  if (shown.members.length >= MAX_MEMBERS) return true;
  const [, path, missing] = /^(.*?)\s*(MISSING)?\s*$/.exec(rest ?? "") ?? [];
  shown.sizeBytes += toScaledCount(size) ?? 0;
  const isMissing = missing !== undefined || path === "<missing disk>";
  shown.members.push(
    arrayMember({
      name: path === "" ? null : shorten(path ?? ""),
      slot: devid,
      state: isMissing ? "missing" : path === "" ? "unknown" : "ok",
      stateText: missing ?? null,
    }),
  );
  return true;
}

function arrayOf(shown: Shown): ArrayReading {
  const array = emptyArray(shown.uuid, shown.label || shown.uuid, "btrfs");
  array.sizeBytes = toCount(shown.sizeBytes);
  array.usedBytes = shown.usedBytes;
  array.members = shown.members;
  array.expectedMembers = shown.expected;
  array.activeMembers = shown.members.filter(({ state }) => state === "ok").length;
  const named = shown.members.filter(({ state }) => state === "missing").length;
  const absent = Math.min((shown.expected ?? 0) - shown.members.length, MAX_MEMBERS - shown.members.length);
  if (shown.isSomeMissing)
    for (let n = 0; n < absent; n += 1) array.members.push(arrayMember({ state: "missing" }));
  // of one that is not mounted, only those that were found are listed
  if (named > 0) array.isMounted = true;
  const isMissing = named > 0 || shown.isSomeMissing;
  const isKnown = shown.expected !== null && array.activeMembers === shown.expected;
  if (!isMissing && !isKnown) array.gaps.push(gap("output-truncated", null, array.name));
  array.signals.push({
    source: "btrfs filesystem show",
    text: `${array.activeMembers} of ${shown.expected ?? "?"}`,
    state: isMissing ? "degraded" : isKnown ? "ok" : "unknown",
  });
  return array;
}
