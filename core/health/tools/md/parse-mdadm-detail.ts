import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { splitKeyed } from "../../reading/keyed-line.ts";
import { arrayMember, MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { stateByCount } from "../../reading/redundancy.ts";
import { cleanText, outputLines } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { arrayName, arrayUuid } from "./md-names.ts";
import { mdOperation, operation } from "./md-operation.ts";
import { findMdQuirk, slotMap } from "./md-quirks.ts";
import { isMdadmExport, parseMdadmExport } from "./parse-mdadm-export.ts";

/** One array as `mdadm --detail` prints it. */
type Section = {
  readonly device: string;
  readonly values: Map<string, string>;
  readonly members: ArrayMember[];
  /** How many rows say `active sync`. */
  active: number;
  isTableBegun: boolean;
};

/** Words of the state that change nothing: writes pending or not, nobody may write, or what runs, which stands elsewhere too. */
const HARMLESS =
  /^(?:clean|active|readonly|read-auto|write-pending|active-idle|(?:check|repair|resync|recover|reshap)ing(?: \([A-Z]+\))?)$/;
const HEADER = /^(\/dev\/[^\s:]{1,200}):\s*$/;
const ROW = /^\s+(\d+|-)\s+(\d+)\s+(\d+)\s+(\d+|-)\s+(.*)$/;

/** Reads `mdadm --detail`, of one array or several, and its `--export` form. */
export function parseMdadmDetail(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  if (isMdadmExport(text.slice(0, 4000))) return parseMdadmExport(text);
  const sections: Section[] = [];
  let strange: string | undefined;
  for (const line of outputLines(text)) {
    const [, device] = HEADER.exec(line.slice(0, 300)) ?? [];
    if (device !== undefined && sections.length < MAX_ARRAYS)
      sections.push({ device, values: new Map(), members: [], active: 0, isTableBegun: false });
    else {
      const section = sections.at(-1);
      // what it says besides is mostly why another could not be read
      if (section === undefined || line.startsWith("mdadm: "))
        strange ??= line.trim() === "" ? undefined : line;
      else readLine(section, line);
    }
  }
  if (sections.length === 0) return unreadable(toolRefusal(strange) ?? "output-unreadable", strange);
  const gaps = strange === undefined ? [] : [gap(toolRefusal(strange) ?? "output-unreadable", strange)];
  return { ...emptyReading(), arrays: sections.map(arrayOf).map(tidyArray), gaps };
}

function readLine(section: Section, longLine: string): void {
  const line = longLine.slice(0, 1000);
  if (/^\s+Number\s+Major\s+Minor\s+RaidDevice/.test(line)) {
    section.isTableBegun = true;
    return;
  }
  const row = section.isTableBegun ? ROW.exec(line) : null;
  if (row !== null) {
    addRow(section, row[4] ?? "-", row[5] ?? "");
    return;
  }
  const keyed = splitKeyed(line);
  if (keyed !== null && !section.values.has(keyed.key) && section.values.size < 200)
    section.values.set(keyed.key, keyed.value);
}

function addRow(section: Section, place: string, rest: string): void {
  if (section.members.length >= MAX_MEMBERS) return;
  const [, state, device] = /^(.*?)\s*(\/dev\/\S+)?\s*$/.exec(rest.slice(0, 400)) ?? [];
  const text = state ?? "";
  const words = text.split(/\s+/);
  if (words.includes("active") && words.includes("sync")) section.active += 1;
  section.members.push(
    arrayMember({
      name: device === undefined ? null : arrayName(device),
      slot: place === "-" ? null : place,
      state: memberState(words, place),
      stateText: cleanText(text),
    }),
  );
}

function memberState(words: readonly string[], place: string): ArrayMember["state"] {
  if (words.includes("faulty")) return "failed";
  if (words.includes("removed")) return "missing";
  if (words.includes("rebuilding")) return "rebuilding";
  if (words.includes("sync") || words.includes("journal")) return "ok";
  if (words.includes("replacement")) return "rebuilding";
  if (words.includes("spare")) return place === "-" ? "spare" : "rebuilding";
  return "unknown";
}

function arrayOf(section: Section): ArrayReading {
  const { values } = section;
  const name = arrayName(section.device);
  const array = emptyArray(arrayUuid(values.get("UUID")?.slice(0, 60)) ?? name, name, "md");
  array.level = values.get("Raid Level") || null;
  array.sizeBytes = kibOf(values.get("Array Size"));
  array.members = withoutDoubles(section.members);
  if (array.level === "container") {
    array.quirks.push("external-container");
    array.gaps.push(gap("container-not-judged", values.get("Version"), name));
    return array;
  }
  array.expectedMembers = toCount(values.get("Raid Devices"));
  array.activeMembers = section.isTableBegun && array.members.length > 0 ? section.active : null;
  const state = values.get("State");
  array.operation = operationOf(values, state);
  const isQuirky = applyQuirk(array, values);
  const byCount = stateByCount(array.level, array.expectedMembers, array.activeMembers);
  if (state !== undefined)
    array.signals.push({ source: "mdadm --detail", text: state, state: stateOf(state, byCount, isQuirky) });
  const isRunning = state !== undefined && !/inactive|not started/i.test(state);
  // a table cut off in the middle shows too few, so being complete counts by itself, being incomplete only with mdadm's own count
  const counted = toCount(values.get("Active Devices"));
  if (isRunning && counted !== null && array.activeMembers !== null)
    array.signals.push({
      source: "mdadm --detail members",
      text: `${array.activeMembers} of ${array.expectedMembers ?? "?"}`,
      state: counted === section.active ? byCount : "unknown",
    });
  const faulty = section.members.filter((member) => member.state === "failed").length;
  const isShort = (toCount(values.get("Failed Devices")) ?? 0) > faulty && isRunning;
  if (
    state === undefined ||
    array.activeMembers === null ||
    (isRunning && counted !== section.active) ||
    isShort
  )
    array.gaps.push(gap("output-truncated", null, name));
  return array;
}

/** @returns whether it has places that were never meant to be filled: mdadm calls it degraded then */
function applyQuirk(array: ArrayReading, values: ReadonlyMap<string, string>): boolean {
  const metadata = values.get("Version") ?? null;
  const sizeKib = (kibOf(values.get("Array Size")) ?? 0) / 1024 || null;
  const slots = slotMap(array.members, array.expectedMembers);
  const quirk = findMdQuirk({ ...array, metadata, sizeKib, expected: array.expectedMembers, slots });
  if (quirk === undefined) return false;
  array.quirks.push(quirk.id);
  array.expectedMembers = quirk.expected(slots ?? "");
  array.members = array.members.filter(({ state, name }) => state !== "missing" || name !== null);
  return true;
}

function stateOf(text: string, byCount: string, isQuirky: boolean): ArrayReading["signals"][number]["state"] {
  const words = text.split(", ");
  if (words.includes("inactive") || words.includes("Not Started")) return "inactive";
  if (words.includes("FAILED") || words.includes("broken")) return "failed";
  if (words.includes("degraded") && !(isQuirky && byCount === "ok")) return "degraded";
  // the state alone may have been cut off behind "clean"
  const others = isQuirky ? words.filter((word) => word !== "degraded") : words;
  return others.every((word) => HARMLESS.test(word)) && byCount === "ok" ? "ok" : "unknown";
}

/** A lost disk stands twice: its place as removed, and the disk itself below, as faulty or waiting. */
function withoutDoubles(members: readonly ArrayMember[]): ArrayMember[] {
  const present = new Set(members.filter(({ state }) => state !== "missing").map(({ slot }) => slot));
  const removed = members.filter(({ state, slot }) => state === "missing" && !present.has(slot));
  const faulty = members.filter(({ state, slot }) => state === "failed" && slot === null);
  const isSame = removed.length > 0 && faulty.length === removed.length;
  const slot = isSame && removed.length === 1 ? (removed[0]?.slot ?? null) : null;
  return members
    .filter((member) => member.state !== "missing" || (removed.includes(member) && !isSame))
    .map((member) => (slot !== null && faulty.includes(member) ? { ...member, slot } : member));
}

function operationOf(
  values: ReadonlyMap<string, string>,
  state: string | undefined,
): ArrayReading["operation"] {
  for (const word of ["Rebuild", "Resync", "Reshape", "Check"]) {
    const percent = toPercent(/^([\d.]+)%/.exec(values.get(`${word} Status`) ?? "")?.[1]);
    const kind = mdOperation(word);
    if (percent !== null && kind !== null) return operation(kind, { donePercent: percent });
  }
  for (const text of state?.split(", ") ?? []) {
    const [word, waits] = text.split(" ");
    const kind = mdOperation(word ?? "");
    if (kind !== null) return operation(kind, { isWaiting: waits !== undefined });
  }
  return null;
}

/** @param text `520192 (508.00 MiB 532.68 MB)`: KiB */
function kibOf(text: string | undefined): number | null {
  const kib = toCount(/^(\d{1,18})(?=\s|$)/.exec(text ?? "")?.[1]);
  return kib === null ? null : Math.min(kib * 1024, Number.MAX_SAFE_INTEGER);
}
