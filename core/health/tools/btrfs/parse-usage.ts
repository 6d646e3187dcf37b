import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toScaledCount } from "../../reading/numbers.ts";
import { isWithoutRedundancy } from "../../reading/redundancy.ts";
import { outputLines, shorten } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { isBtrfsScrub, parseBtrfsScrub } from "./parse-scrub.ts";
import { isBtrfsShow, parseBtrfsShow } from "./parse-show.ts";

const SETTING = /^\s{1,20}([A-Z][A-Za-z ,()]{1,60}?):\s{0,60}(\S{1,60})/;
const PROFILE = /^([A-Za-z]{1,20}(?:\+[A-Za-z]{1,20})?),\s?([A-Za-z0-9]{1,20}):/;
const DEVICE = /^\s{1,20}(\S{1,400})\s{1,40}(\d\S{0,30})\s*$/;

/** Reads `btrfs filesystem usage`, plain or with `-b`; also `filesystem show` and `scrub status`, told apart by what they begin with. */
export function parseBtrfsUsage(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  if (isBtrfsShow(text)) return parseBtrfsShow(text);
  if (isBtrfsScrub(text)) return parseBtrfsScrub(text);
  const settings = new Map<string, string>();
  const profiles = new Map<string, string>();
  const devices = new Set<string>();
  let section = "";
  let strange: string | undefined;
  for (const longLine of outputLines(text)) {
    const line = longLine.slice(0, 600);
    if (line.trim() === "") continue;
    const [, name, value] = SETTING.exec(line) ?? [];
    const [, kind, profile] = PROFILE.exec(line) ?? [];
    if (/^(?:Overall|Unallocated):\s*$/.test(line)) section = line.trim();
    else if (kind !== undefined && profile !== undefined && !kind.startsWith("Unallocated")) {
      section = kind;
      if (profiles.size < 50) profiles.set(kind, profile);
    } else if (section === "Overall:" && name !== undefined && value !== undefined) {
      if (settings.size < 200) settings.set(name, value);
    } else if (section !== "" && section !== "Overall:" && DEVICE.test(line)) {
      const device = DEVICE.exec(line)?.[1];
      if (device !== undefined && devices.size < MAX_MEMBERS) devices.add(device);
    } else strange ??= line;
  }
  if (settings.size === 0) return unreadable(toolRefusal(strange) ?? "output-unreadable", strange);
  const reading = emptyReading();
  // a path cut off in the last line is no fault of the rest
  if (strange !== undefined && !/^\s+\/dev\/\S*\s*$/.test(strange))
    reading.gaps.push(gap(toolRefusal(strange) ?? "output-unreadable", strange));
  reading.arrays.push(tidyArray(arrayOf(settings, profiles, devices, section === "Unallocated:")));
  return reading;
}

function arrayOf(
  settings: ReadonlyMap<string, string>,
  profiles: ReadonlyMap<string, string>,
  devices: ReadonlySet<string>,
  isComplete: boolean,
): ArrayReading {
  const name = [...devices].find((device) => device !== "missing") ?? "btrfs";
  const array = emptyArray(name, name, "btrfs");
  const level = profiles.get("Data") ?? profiles.get("Data+Metadata") ?? null;
  // Btrfs means two copies by RAID 1, on however many devices
  array.level = level?.toLowerCase().replace(/^raid1$/, "raid1c2") ?? null;
  array.sizeBytes = toScaledCount(settings.get("Device size"));
  array.usedBytes = toScaledCount(settings.get("Used"));
  array.members = [...devices].map(memberOf);
  const missingBytes = toScaledCount(stripZero(settings.get("Device missing")));
  const missing = array.members.filter(({ state }) => state === "missing").length;
  const isMissing = missing > 0 || (missingBytes ?? 0) > 0;
  array.expectedMembers = devices.size === 0 ? null : devices.size;
  // a device that went while mounted is still listed by its name, only its size is missing
  array.activeMembers = devices.size === 0 ? null : devices.size - Math.max(missing, isMissing ? 1 : 0);
  const isKnown = missingBytes !== null && isComplete && devices.size > 0;
  if (!isKnown && !isMissing)
    // without the right to read it, btrfs prints no devices, and nothing as missing
    array.gaps.push(
      gap(isComplete || devices.size > 0 ? "output-truncated" : "permission-denied", null, name),
    );
  array.signals.push({
    source: "btrfs filesystem usage",
    text: `Device missing: ${settings.get("Device missing") ?? "?"}`,
    state: isMissing
      ? isWithoutRedundancy(array.level)
        ? "failed"
        : "degraded"
      : isKnown
        ? "ok"
        : "unknown",
  });
  return array;
}

function memberOf(device: string): ArrayMember {
  const isMissing = device === "missing" || device.startsWith("<missing");
  return arrayMember({ name: isMissing ? null : shorten(device), state: isMissing ? "missing" : "ok" });
}

/** @returns `0` for `0.00B`, in which bytes have no scale */
function stripZero(text: string | undefined): string | undefined {
  const [, bytes] = /^(\d{1,18})(?:\.\d{1,6})?B$/.exec(text ?? "") ?? [];
  return bytes === undefined || toCount(bytes) === null ? text : bytes;
}
