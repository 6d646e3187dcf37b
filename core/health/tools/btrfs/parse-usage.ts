import type { ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toScaledCount } from "../../reading/numbers.ts";
import { isWithoutRedundancy, toleranceOf } from "../../reading/redundancy.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { isBtrfsScrub, parseBtrfsScrub } from "./parse-scrub.ts";
import { isBtrfsShow, parseBtrfsShow } from "./parse-show.ts";
import { readUsageOutline, type UsageOutline, type UsageSection } from "./usage-outline.ts";

/** Reads `btrfs filesystem usage`, plain or with `-b`; also `filesystem show` and `scrub status`, told apart by what they begin with. */
export function parseBtrfsUsage(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const head = text.slice(0, 4000);
  if (isBtrfsShow(head)) return parseBtrfsShow(text);
  if (isBtrfsScrub(head)) return parseBtrfsScrub(text);
  const outline = readUsageOutline(text);
  const { strange } = outline;
  if (outline.settings.size === 0) return unreadable(toolRefusal(strange) ?? "output-unreadable", strange);
  const reading = emptyReading();
  // a path cut off in the last line is no fault of the rest
  if (strange !== undefined && !/^\s+\/dev\/\S*\s*$/.test(strange))
    reading.gaps.push(gap(toolRefusal(strange) ?? "output-unreadable", strange));
  reading.arrays.push(tidyArray(arrayOf(outline)));
  return reading;
}

/** Rows of a device that is not there; several of them look alike. */
const isGone = (device: string): boolean => device === "missing" || device.startsWith("<missing");

function arrayOf({ settings, sections }: UsageOutline): ArrayReading {
  const present = [
    ...new Set(sections.flatMap(({ devices }) => devices.filter((device) => !isGone(device)))),
  ];
  const gone = Math.max(0, ...sections.map(({ devices }) => devices.filter(isGone).length));
  const name = present[0] ?? "btrfs";
  const array = emptyArray(name, name, "btrfs");
  array.isMounted = true; // of no other one is anything told
  array.level = levelOf(sections, present.length + gone);
  array.sizeBytes = toScaledCount(settings.get("Device size"));
  array.usedBytes = toScaledCount(settings.get("Used"));
  array.members = [
    ...present.map((device) => arrayMember({ name: device, state: "ok" })),
    ...Array.from({ length: gone }, () => arrayMember({ state: "missing" })),
  ].slice(0, MAX_MEMBERS);
  const missingBytes = bytesOf(settings.get("Device missing"));
  const isMissing = gone > 0 || (missingBytes ?? 0) > 0;
  const known = array.members.length;
  array.expectedMembers = known === 0 ? null : known;
  // a device that went while mounted is still listed by its name, only its size is missing
  array.activeMembers = known === 0 ? null : known - Math.max(gone, isMissing ? 1 : 0);
  const isWhole = sections.at(-1)?.kind === "Unallocated";
  const isKnown = missingBytes !== null && isWhole && known > 0;
  if (!isKnown && !isMissing)
    // without the right to read it, btrfs prints no devices, and nothing as missing
    array.gaps.push(gap(isWhole || known > 0 ? "output-truncated" : "permission-denied", null, name));
  const text = `Device missing: ${settings.get("Device missing") ?? "?"}`;
  const lost = isMissing && isDataGone(sections) ? "failed" : "degraded";
  array.signals.push({
    source: "btrfs filesystem usage",
    text,
    state: isMissing ? lost : isKnown ? "ok" : "unknown",
  });
  return array;
}

/** @returns whether something without a second copy lies on a device that is gone */
function isDataGone(sections: readonly UsageSection[]): boolean {
  return sections.some(
    ({ profile, devices }) => devices.some(isGone) && isWithoutRedundancy(profileOf(profile)),
  );
}

/** Btrfs means two copies by RAID 1, on however many devices. */
function profileOf(profile: string): string {
  return profile.toLowerCase().replace(/^raid1$/, "raid1c2");
}

/**
 * The level of data and metadata: without either, all is lost. Where one has redundancy and the other has not, both are named, and
 * otherwise the one that tolerates the least.
 */
function levelOf(sections: readonly UsageSection[], devices: number): string | null {
  const levels = [
    ...new Set(sections.flatMap(({ kind, profile }) => (/data/i.test(kind) ? [profileOf(profile)] : []))),
  ];
  const redundant = levels.filter((level) => !isWithoutRedundancy(level));
  if (redundant.length === 0) return levels[0] ?? null;
  if (redundant.length < levels.length)
    return [...redundant, ...levels.filter((level) => !redundant.includes(level))].join(" + ");
  const sure = (level: string): number => toleranceOf(level, devices)?.sure ?? 0;
  return redundant.reduce((weakest, level) => (sure(level) < sure(weakest) ? level : weakest));
}

/** @returns whole bytes, also from `0.00B`, in which bytes have no scale */
function bytesOf(text: string | undefined): number | null {
  return toCount(/^(\d{1,18})(?:\.\d{1,6})?B$/.exec(text ?? "")?.[1]) ?? toScaledCount(text);
}
