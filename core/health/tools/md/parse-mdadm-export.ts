import type { ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap } from "../../reading/empty.ts";
import { arrayMember, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount } from "../../reading/numbers.ts";
import { stateByCount } from "../../reading/redundancy.ts";
import { outputLines } from "../../reading/text.ts";
import { arrayName, arrayUuid } from "./md-names.ts";

/** @returns whether these are the `MD_…=…` lines of `mdadm --detail --export` */
export function isMdadmExport(text: string): boolean {
  return /^MD_(?:LEVEL|DEVICES|METADATA|UUID|CONTAINER)=/m.test(text);
}

/**
 * Reads `mdadm --detail --export` of one array. It cannot tell that all is well: a faulty member is called a spare there, and one
 * that is being filled looks like one that is complete. It can tell that places are empty.
 */
export function parseMdadmExport(text: string): ToolReading {
  const values = new Map<string, string>();
  for (const line of outputLines(text).slice(0, 10 * MAX_MEMBERS)) {
    const split = line.indexOf("=");
    if (split > 0) values.set(line.slice(0, split).trim(), line.slice(split + 1).trim());
  }
  const uuid = arrayUuid(values.get("MD_UUID"));
  const device = values.get("MD_DEVNAME") ?? values.get("MD_NAME") ?? uuid ?? "md";
  const array = emptyArray(uuid ?? device, arrayName(device), "md");
  array.level = values.get("MD_LEVEL") ?? null;
  addMembers(array, values);
  if (array.level === "container" || /^(?:imsm|ddf)$/.test(values.get("MD_METADATA") ?? "")) {
    array.quirks.push("external-container");
    array.gaps.push(gap("container-not-judged", values.get("MD_METADATA"), array.name));
  } else addSignal(array, values);
  return { ...emptyReading(), arrays: [tidyArray(array)] };
}

function addMembers(array: ArrayReading, values: ReadonlyMap<string, string>): void {
  for (const [key, role] of values) {
    const [, id] = /^MD_DEVICE_(.{1,200})_ROLE$/.exec(key) ?? [];
    if (id === undefined || array.members.length >= MAX_MEMBERS) continue;
    array.members.push(
      arrayMember({
        name: arrayName(values.get(`MD_DEVICE_${id}_DEV`) ?? id),
        slot: /^\d{1,6}$/.test(role) ? role : null,
        stateText: role,
      }),
    );
  }
}

function addSignal(array: ArrayReading, values: ReadonlyMap<string, string>): void {
  const places = toCount(values.get("MD_DEVICES"));
  const filled = array.members.filter(({ slot }) => slot !== null).length;
  const source = "mdadm --detail --export";
  if (array.level === null) {
    // an array that was assembled but not started has no level
    const isIdle = places !== null && array.members.length > 0 && filled === 0;
    array.signals.push({ source, text: "no MD_LEVEL", state: isIdle ? "inactive" : "unknown" });
    return;
  }
  array.expectedMembers = places;
  const counted = array.members.length === 0 ? "unknown" : stateByCount(array.level, places, filled);
  // a place that looks filled may hold a disk without current data
  if (counted !== "ok") array.activeMembers = array.members.length === 0 ? null : filled;
  array.signals.push({
    source,
    text: `${filled} of ${places ?? "?"} places`,
    state: counted === "ok" ? "unknown" : counted,
  });
}
