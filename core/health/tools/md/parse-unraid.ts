import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap } from "../../reading/empty.ts";
import { arrayMember, tidyArray } from "../../reading/member.ts";
import { toCount } from "../../reading/numbers.ts";
import { outputLines } from "../../reading/text.ts";
import { operation } from "./md-operation.ts";

/** Most places an Unraid array has: 28 data disks and two for parity, with room. */
const MAX_SLOTS = 100;
const MAX_LINES = 5000;

const STATES: Readonly<Record<string, ArrayMember["state"]>> = {
  DISK_OK: "ok",
  DISK_NEW: "rebuilding",
  DISK_DSBL_NEW: "rebuilding",
  DISK_INVALID: "rebuilding",
  DISK_DSBL: "failed",
  DISK_WRONG: "failed",
  DISK_NP_DSBL: "missing",
  DISK_NP_MISSING: "missing",
};

/** @returns whether this is the `/proc/mdstat` of Unraid's own driver, or of NonRAID, which descends from it: `name=value` lines */
export function isUnraid(text: string): boolean {
  return /^(?:sbName|sbVersion|mdVersion|mdState)=/m.test(text);
}

/**
 * Reads Unraid's `/proc/mdstat` (and `mdcmd status`). Data disks are whole file systems; parity makes good for as many lost disks
 * as there are parity disks, in the places 0 and 29.
 *
 * Written from the driver's public interface and reports of users; tested with outputs composed from these.
 */
export function parseUnraid(text: string): ToolReading {
  const said = new Map<string, string>();
  for (const line of outputLines(text).slice(0, MAX_LINES)) {
    const split = line.indexOf("=");
    if (split > 0) said.set(line.slice(0, split).trim(), line.slice(split + 1).trim());
  }
  const array = emptyArray(said.get("sbName") ?? "unraid", "unraid", "md");
  array.quirks.push("unraid-format");
  array.level = "unraid";
  const slots = [...Array(MAX_SLOTS).keys()].filter((slot) => isAssigned(said, slot));
  array.members = slots.map((slot) => memberOf(said, slot));
  array.expectedMembers = slots.length;
  array.activeMembers = array.members.filter(({ state }) => state === "ok").length;
  array.operation = operationOf(said);
  array.unrecoveredErrors = null;
  array.signals.push({ source: "/proc/mdstat", text: summaryOf(said), state: stateOf(said, array, slots) });
  if (said.get("mdState") === undefined) array.gaps.push(gap("output-truncated", null, "mdState"));
  return { ...emptyReading(), arrays: [tidyArray(array)] };
}

/** A place with nothing in it that was never meant to hold a disk reads `DISK_NP`, the parity ones of an array without parity too. */
function isAssigned(said: ReadonlyMap<string, string>, slot: number): boolean {
  const status = said.get(`rdevStatus.${slot}`);
  if (status === undefined || status === "DISK_NP") return false;
  const isParity = slot === 0 || slot === 29;
  return !(isParity && status === "DISK_NP_DSBL" && (said.get(`diskId.${slot}`) ?? "") === "");
}

function memberOf(said: ReadonlyMap<string, string>, slot: number): ArrayMember {
  const status = said.get(`rdevStatus.${slot}`) ?? "";
  return arrayMember({
    name: said.get(`rdevName.${slot}`) || null,
    slot: String(slot),
    serial:
      /_([A-Za-z0-9-]{4,40})$/.exec(said.get(`rdevId.${slot}`) || said.get(`diskId.${slot}`) || "")?.[1] ??
      null,
    state: STATES[status] ?? "unknown",
    stateText: status,
    readErrors: toCount(said.get(`rdevNumErrors.${slot}`)),
  });
}

function operationOf(said: ReadonlyMap<string, string>): ArrayReading["operation"] {
  const total = toCount(said.get("mdResyncSize") ?? said.get("mdResync"));
  const isRunning = (toCount(said.get("mdResync")) ?? 0) > 0;
  if (!isRunning || total === null || total === 0) return null;
  const action = said.get("mdResyncAction") ?? "";
  const done = toCount(said.get("mdResyncPos")) ?? 0;
  return operation(action.startsWith("check") ? "check" : "rebuild", {
    donePercent: Math.min(100, Math.round((done / total) * 1000) / 10),
  });
}

function summaryOf(said: ReadonlyMap<string, string>): string {
  const names = ["mdState", "mdNumDisabled", "mdNumInvalid", "mdNumMissing", "mdNumWrong"];
  return names.flatMap((name) => (said.has(name) ? [`${name}=${said.get(name)}`] : [])).join(" ");
}

function stateOf(
  said: ReadonlyMap<string, string>,
  array: ArrayReading,
  slots: readonly number[],
): ArrayReading["signals"][number]["state"] {
  const state = said.get("mdState");
  if (state === undefined) return "unknown";
  if (state.startsWith("ERROR")) return "failed";
  if (state !== "STARTED") return "inactive";
  const counts = ["mdNumDisabled", "mdNumInvalid", "mdNumMissing", "mdNumWrong"].map((name) =>
    toCount(said.get(name)),
  );
  const lost = array.members.filter((member) => member.state !== "ok" && member.state !== "unknown").length;
  const parities = slots.filter((slot) => slot === 0 || slot === 29).length;
  if (lost > parities) return "failed";
  if (lost > 0 || counts.some((count) => count !== null && count > 0)) return "degraded";
  const isComplete =
    counts.slice(0, 2).every((count) => count === 0) &&
    toCount(said.get("mdNumDisks")) === slots.length &&
    array.members.every((member) => member.state === "ok");
  return isComplete && slots.length > 0 ? "ok" : "unknown";
}
