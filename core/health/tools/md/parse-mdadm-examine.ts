import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { splitKeyed } from "../../reading/keyed-line.ts";
import { arrayMember, MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { mergeArrays } from "../../reading/merge-arrays.ts";
import { toCount } from "../../reading/numbers.ts";
import { stateByCount } from "../../reading/redundancy.ts";
import { outputLines } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { arrayUuid } from "./md-names.ts";
import { arrayOfVersion0, volumesOfDdf } from "./old-superblocks.ts";

/** What one device's superblock says of itself and its array. */
type Superblock = {
  readonly device: string;
  readonly values: Map<string, string>;
  /** Rows of the table that superblocks of version 0.90 have, of members that hold current data. */
  activeRows: number;
};

const HEADER = /^(\/dev\/[^\s:]{1,200}):\s*$/;

/**
 * Reads `mdadm --examine` of member devices: what each of them believes of its array. A device that was thrown out does not know
 * it, so the one that heard of the most events speaks for the array.
 */
export function parseMdadmExamine(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const blocks: Superblock[] = [];
  let strange: string | undefined;
  for (const line of outputLines(text)) {
    const [, device] = HEADER.exec(line.slice(0, 300)) ?? [];
    if (device !== undefined && blocks.length < MAX_MEMBERS) {
      blocks.push({ device, values: new Map(), activeRows: 0 });
      continue;
    }
    const block = blocks.at(-1);
    if (block === undefined || line.startsWith("mdadm: ")) strange ??= line.trim() === "" ? undefined : line;
    else readLine(block, line);
  }
  if (blocks.length === 0) return unreadable(toolRefusal(strange) ?? "output-unreadable", strange);
  const reading = emptyReading();
  if (strange !== undefined) reading.gaps.push(gap(toolRefusal(strange) ?? "output-unreadable", strange));
  const others = blocks.map(olderKinds);
  const current = blocks.filter((_, number) => others[number]?.length === 0);
  const groups = Map.groupBy(current, ({ device, values }) => arrayUuid(values.get("Array UUID")) ?? device);
  const arrays = [...mergeArrays(others.flat()), ...[...groups].map(([id, group]) => arrayOf(id, group))];
  reading.arrays = arrays.slice(0, MAX_ARRAYS).map(tidyArray);
  return reading;
}

function readLine(block: Superblock, line: string): void {
  if (/^\s+\d+\s+\d+\s+\d+\s+\d+\s+\d+\s+active sync/.test(line.slice(0, 200))) block.activeRows += 1;
  const keyed = splitKeyed(line);
  const { values } = block;
  if (keyed !== null && !values.has(keyed.key) && values.size < 1000) values.set(keyed.key, keyed.value);
}

function olderKinds({ device, values, activeRows }: Superblock): readonly ArrayReading[] {
  const old = arrayOfVersion0(values, device.replace(/^\/dev\//, ""), activeRows);
  return old === undefined ? volumesOfDdf(values) : [old];
}

function arrayOf(id: string, blocks: readonly Superblock[]): ArrayReading {
  const newest = blocks.reduce((best, block) => (events(block) > events(best) ? block : best));
  const { values } = newest;
  // what is neither of version 1 nor of an older kind that is known is told by what it lacks
  const name = /^(\S{1,100})/.exec(values.get("Name") ?? "")?.[1] ?? id.replace(/^\/dev\//, "");
  const array = emptyArray(id, name, "md");
  array.level = values.get("Raid Level") ?? null;
  array.expectedMembers = toCount(values.get("Raid Devices"));
  const places = /^([A.R]{1,5000}) \('A' == active/.exec(values.get("Array State") ?? "")?.[1];
  if (places === undefined || places.length !== array.expectedMembers) {
    array.gaps.push(gap("version-unknown", values.get("Magic"), newest.device));
    return array;
  }
  array.activeMembers = places.split("").filter((place) => place === "A" || place === "R").length;
  array.members = blocks.slice(0, MAX_MEMBERS).map((block) => memberOf(block, events(newest), places));
  array.signals.push({
    source: "mdadm --examine",
    text: `${values.get("State") ?? ""} ${places}`.trim(),
    state: stateByCount(array.level, array.expectedMembers, array.activeMembers),
  });
  return array;
}

function events({ values }: Superblock): number {
  return toCount(values.get("Events")) ?? -1;
}

function memberOf(block: Superblock, newestEvents: number, places: string): ArrayMember {
  const role = block.values.get("Device Role") ?? "";
  const slot = /^Active device (\d{1,6})$/.exec(role)?.[1] ?? null;
  // one event may be under way between reading two devices
  const isStale = events(block) + 2 < newestEvents;
  const isMissed = slot !== null && places[Number(slot)] === ".";
  return arrayMember({
    name: block.device.replace(/^\/dev\//, ""),
    slot,
    state: isStale || isMissed ? "removed" : role === "spare" ? "spare" : slot === null ? "unknown" : "ok",
    stateText: role === "" ? null : role,
  });
}
