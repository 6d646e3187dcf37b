import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember, MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount } from "../../reading/numbers.ts";
import { isWithoutRedundancy, stateByCount, toleranceOf } from "../../reading/redundancy.ts";
import { outputLines } from "../../reading/text.ts";
import { arrayUuid, isContainer } from "./md-names.ts";
import { mdOperation, operation } from "./md-operation.ts";
import { findMdQuirk, slotMap } from "./md-quirks.ts";

/** What `array_state` says when the array runs. None of these says that it is complete. */
const RUNNING = new Set(["clean", "active", "active-idle", "write-pending", "readonly", "read-auto"]);

/** The values of one array's `md` folder by their path in it: `array_state`, `dev-sda/state`, `rd0`. */
type Values = Map<string, string>;

/**
 * Reads files of `/sys/block/md…/md`, one a line with its path: as `grep . …` prints them (`path:value`), or with a tab or `=`
 * between. Paths may be complete or begin inside the folder.
 */
export function parseMdSysfs(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const reading = emptyReading();
  const arrays = new Map<string, Values>();
  let strange: string | undefined;
  for (const line of outputLines(text)) {
    if (line.trim() === "") continue;
    const [, folder, path, value] =
      /^\s{0,20}((?:[^\s:=]{0,200}\/)?md\/)?([a-z][^\s:=]{0,200}?)(?:\t|:|=)(.*)$/.exec(
        line.slice(0, 2000),
      ) ?? [];
    if (path === undefined || value === undefined || !isMdFile(path)) {
      strange ??= line;
      continue;
    }
    const name = /([^/]+)\/md\/$/.exec(folder ?? "")?.[1] ?? "md";
    const values = arrays.get(name) ?? new Map<string, string>();
    arrays.set(name, values);
    if (arrays.size > MAX_ARRAYS) break;
    // the same file with other words is another array's
    if (values.has(path) && values.get(path) !== value.trim()) strange ??= line;
    if (values.size < 10 * MAX_MEMBERS && !values.has(path)) values.set(path, value.trim());
  }
  if (strange !== undefined) reading.gaps.push(gap("output-unreadable", strange));
  for (const [name, values] of [...arrays].slice(0, MAX_ARRAYS))
    reading.arrays.push(tidyArray(arrayOf(name, values)));
  return reading;
}

const FILES =
  /^(?:[a-z]+(?:_[a-z]+)*|rd\d{1,5}|new_dev|dev-[^/]{1,100}\/[a-z_]{1,40}|bitmap\/[a-z_]{1,40}|journal_mode|consistency_policy)$/;

function isMdFile(path: string): boolean {
  return FILES.test(path);
}

function arrayOf(name: string, values: Values): ArrayReading {
  const uuid = arrayUuid(values.get("uuid"));
  const array = emptyArray(uuid ?? name, name, "md");
  array.level = values.get("level") || null;
  array.members = membersOf(values);
  if (isContainer(values.get("metadata_version") ?? null)) {
    array.quirks.push("external-container");
    array.gaps.push(gap("container-not-judged", values.get("metadata_version"), name));
    return array;
  }
  // while it is reshaped, it reads "11 (10)": what it will have, and what it had
  const [, places, before] = /^(\d{1,6})(?: \((\d{1,6})\))?$/.exec(values.get("raid_disks") ?? "") ?? [];
  array.expectedMembers = toCount(places);
  if (before !== undefined) array.quirks.push("reshape-two-counts");
  array.operation = operationOf(values, array.level);
  array.mismatches = toCount(values.get("mismatch_cnt"));
  const metadata = values.get("metadata_version") ?? null;
  const sizeKib = toCount(values.get("component_size"));
  const slots = slotMap(array.members, array.expectedMembers);
  const quirk = findMdQuirk({ ...array, metadata, sizeKib, expected: array.expectedMembers, slots });
  const emptyPlaces = quirk === undefined ? 0 : (array.expectedMembers ?? 0) - quirk.expected(slots ?? "");
  if (quirk !== undefined) {
    array.quirks.push(quirk.id);
    array.expectedMembers = quirk.expected(slots ?? "");
  } else addMissing(array);
  addSignals(array, values, toCount(before), emptyPlaces);
  return array;
}

function membersOf(values: Values): ArrayMember[] {
  const slots = new Map<string, string>();
  for (const [path, value] of values) {
    const [, slot] = /^rd(\d+)$/.exec(path) ?? [];
    const [, device] = /^-> dev-(.+)$/.exec(value) ?? [];
    if (slot !== undefined && device !== undefined) slots.set(device, slot);
  }
  const members: ArrayMember[] = [];
  for (const [path, text] of values) {
    const [, device] = /^dev-(.+)\/state$/.exec(path) ?? [];
    if (device === undefined || members.length >= MAX_MEMBERS) continue;
    const said = values.get(`dev-${device}/slot`);
    // a journal's reads "journal"
    const slot = slots.get(device) ?? /^\d{1,6}$/.exec(said ?? "")?.[0] ?? null;
    members.push(
      arrayMember({
        name: device,
        slot,
        state: memberState(text.split(","), slot),
        stateText: text,
        readErrors: toCount(values.get(`dev-${device}/errors`)),
      }),
    );
  }
  return members;
}

/** A spare that has a place is being filled. A member that is to be replaced still holds its data. */
function memberState(words: readonly string[], slot: string | null): ArrayMember["state"] {
  if (words.includes("faulty")) return "failed";
  if (words.includes("in_sync")) return "ok";
  if (words.includes("journal")) return "ok";
  if (words.includes("replacement")) return "rebuilding";
  if (words.includes("spare")) return slot === null ? "spare" : "rebuilding";
  return "unknown";
}

function addMissing(array: ArrayReading): void {
  const filled = new Set(array.members.map(({ slot }) => slot));
  const places = array.expectedMembers ?? 0;
  const free = array.members.filter(({ state, slot }) => state === "failed" && slot === null).length;
  const absent =
    Math.min(places, MAX_MEMBERS) - array.members.filter(({ slot }) => slot !== null).length - free;
  if (array.members.length === 0 || absent <= 0) return;
  const empty = [...Array(Math.min(places, MAX_MEMBERS)).keys()]
    .map(String)
    .filter((slot) => !filled.has(slot));
  const isCertain = empty.length === absent && array.members.some(({ slot }) => slot !== null);
  for (let n = 0; n < absent && array.members.length < MAX_MEMBERS; n += 1)
    array.members.push(arrayMember({ slot: isCertain ? (empty[n] ?? null) : null, state: "missing" }));
}

/** @param emptyPlaces places md counts as degraded that were never meant to be filled */
function addSignals(
  array: ArrayReading,
  values: Values,
  placesBefore: number | null,
  emptyPlaces: number,
): void {
  const state = values.get("array_state");
  const inSync = array.members.filter((member) => member.stateText?.split(",").includes("in_sync")).length;
  const isComplete = array.expectedMembers !== null && inSync >= (placesBefore ?? array.expectedMembers);
  const isRunning = state !== undefined && RUNNING.has(state);
  const isPlain = isWithoutRedundancy(array.level);
  if (state !== undefined) {
    array.signals.push({
      source: "sysfs array_state",
      text: state,
      state:
        state === "broken"
          ? "failed"
          : state === "inactive" || state === "clear"
            ? "inactive"
            : isPlain && isRunning && isComplete
              ? "ok"
              : "unknown", // "clean" says that no writes are pending, and not that nothing is missing
    });
  }
  if (state === "inactive" || state === "clear") {
    // it counts nothing then, and what lies idle is not lost
    for (const member of array.members) if (member.state === "missing") member.state = "unknown";
    return;
  }
  const degraded = toCount(values.get("degraded"));
  if (array.expectedMembers === null) return;
  if (degraded !== null) {
    array.activeMembers = Math.max(0, array.expectedMembers + emptyPlaces - degraded);
    const counted = stateByCount(array.level, array.expectedMembers, array.activeMembers);
    array.signals.push({
      source: "sysfs degraded",
      text: `${degraded} of ${array.expectedMembers}`,
      state:
        counted === "ok" && !(isRunning && isComplete && toleranceOf(array.level, 2) !== null)
          ? "unknown"
          : counted,
    });
  } else if (isPlain) array.activeMembers = inSync;
  addFaulty(array);
}

/**
 * A member that does not answer is faulty at once, and is taken from its place when that is written down. Where nothing can be written,
 * as on an array that may only be read or whose disks are all gone, it keeps its place, and nothing but this counts it out.
 */
function addFaulty(array: ArrayReading): void {
  const { activeMembers, expectedMembers, level } = array;
  const faulty = array.members.filter(({ state, slot }) => state === "failed" && slot !== null).length;
  if (faulty === 0 || activeMembers === null || expectedMembers === null) return;
  array.activeMembers = Math.max(0, activeMembers - faulty);
  array.signals.push({
    source: "sysfs members",
    text: `${array.activeMembers} of ${expectedMembers}`,
    state: stateByCount(level, expectedMembers, array.activeMembers),
  });
}

function operationOf(values: Values, level: string | null): ArrayReading["operation"] {
  const kind = mdOperation(values.get("sync_action") ?? "");
  if (kind === null || isWithoutRedundancy(level)) return null;
  const completed = values.get("sync_completed") ?? "";
  const [, done, total] = /^(\d{1,18}) \/ (\d{1,18})$/.exec(completed) ?? [];
  const doneSectors = Number(done);
  const totalSectors = Number(total);
  const kibPerSecond = toCount(values.get("sync_speed"));
  const isKnown = totalSectors > 0 && doneSectors <= totalSectors;
  return operation(kind, {
    isWaiting: completed === "delayed",
    donePercent: isKnown ? Math.round((doneSectors / totalSectors) * 1000) / 10 : null,
    // sectors of half a KiB
    remainingSeconds:
      isKnown && kibPerSecond ? Math.round((totalSectors - doneSectors) / 2 / kibPerSecond) : null,
    bytesPerSecond: kibPerSecond === null ? null : kibPerSecond * 1024,
  });
}
