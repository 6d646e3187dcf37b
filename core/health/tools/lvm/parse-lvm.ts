import type { ArrayMember, ArrayReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { asList, asRecord, at, parseJson } from "../../reading/json.ts";
import { arrayMember, MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { shorten } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { healthSignals, isHidden, type LvmRow, operationOf, specialLevel } from "./lvm-volume.ts";

/** What one report says of one volume group. */
type Group = {
  readonly name: string;
  vg: LvmRow | null;
  readonly pvs: LvmRow[];
  readonly lvs: LvmRow[];
  readonly segments: LvmRow[];
};

const MAX_ROWS = 100_000;

/**
 * Reads `lvs`, `vgs`, `pvs` and `lvm fullreport`, each with `--reportformat json`.
 *
 * @returns an array for each volume group, which stands for its plain volumes, and one for each RAID volume and each thin pool
 */
export function parseLvm(text: string): ToolReading {
  const { value, problem } = parseJson(text);
  if (problem !== null)
    return unreadable((problem === "output-unreadable" ? toolRefusal(text) : null) ?? problem, text);
  if (!Array.isArray(at(value, "report"))) return unreadable("output-unreadable", "report");
  const groups = new Map<string, Group>();
  for (const report of asList(at(value, "report")).slice(0, MAX_ARRAYS)) addReport(groups, report);
  const reading = emptyReading();
  for (const group of groups.values()) {
    reading.arrays.push(
      groupArray(group),
      ...group.lvs.filter((row) => isOwnArray(row)).map((row) => volumeArray(group, row)),
    );
    if (reading.arrays.length > MAX_ARRAYS) break;
  }
  if (reading.arrays.length > MAX_ARRAYS) {
    reading.arrays.length = MAX_ARRAYS;
    reading.gaps.push(gap("output-too-long"));
  }
  reading.arrays = reading.arrays.map(tidyArray);
  // who may not read LVM's state gets an empty list, and no word of why in here
  if (groups.size === 0) reading.gaps.push(gap("output-empty"));
  return reading;
}

function addReport(groups: Map<string, Group>, report: unknown): void {
  const rows = (key: string): LvmRow[] => asList(at(report, key)).slice(0, MAX_ROWS).map(rowOf);
  const [vgs, pvs, lvs, segments] = [rows("vg"), rows("pv"), rows("lv"), rows("pvseg")];
  // a full report is about one group, and names it only in the group's row
  const only = vgs.length === 1 ? vgs[0]?.get("vg_name") : undefined;
  const groupOf = (row: LvmRow): Group => {
    const name =
      row.get("vg_name") ?? /^([^/]{1,200})\//.exec(row.get("lv_full_name") ?? "")?.[1] ?? only ?? "lvm";
    const known = groups.get(name) ?? { name, vg: null, pvs: [], lvs: [], segments: [] };
    if (groups.size < MAX_ARRAYS) groups.set(name, known);
    return known;
  };
  for (const row of vgs) if (row.size > 0) groupOf(row).vg ??= row;
  for (const row of pvs) if (row.size > 0) groupOf(row).pvs.push(row);
  for (const row of lvs) if (row.size > 0) groupOf(row).lvs.push(row);
  for (const row of segments) if (row.size > 0 && lvs.length > 0) groupOf(row).segments.push(row);
}

function rowOf(value: unknown): LvmRow {
  const row = new Map<string, string>();
  for (const [key, cell] of Object.entries(asRecord(value)))
    if (typeof cell === "string") row.set(key, cell);
    else if (typeof cell === "number") row.set(key, String(cell)); // --reportformat json_std
  return row;
}

function isOwnArray(row: LvmRow): boolean {
  return !isHidden(row) && specialLevel(row) !== null;
}

function groupArray(group: Group): ArrayReading {
  const array = emptyArray(group.vg?.get("vg_uuid") || group.name, group.name, "lvm");
  array.sizeBytes = toCount(group.vg?.get("vg_size"));
  array.members = group.pvs.slice(0, MAX_MEMBERS).map(memberOf);
  const missing = toCount(group.vg?.get("vg_missing_pv_count"));
  if (missing !== null)
    array.signals.push({
      source: "vg_missing_pv_count",
      text: String(missing),
      state: missing > 0 ? "degraded" : "ok",
    });
  else if (group.vg?.get("vg_attr")?.[3] === "p" || group.vg?.get("vg_partial") === "1")
    array.signals.push({ source: "vg_attr", text: group.vg.get("vg_attr") ?? "partial", state: "degraded" });
  const said = group.pvs.filter((row) => row.has("pv_attr") || row.has("pv_missing"));
  if (said.length > 0) {
    const gone = array.members.filter(({ state }) => state === "missing").length;
    array.signals.push({
      source: "pv_attr",
      text: `${group.pvs.length - gone} of ${group.pvs.length}`,
      state: gone > 0 ? "degraded" : said.length === group.pvs.length ? "ok" : "unknown",
    });
    array.expectedMembers = group.pvs.length;
    array.activeMembers = group.pvs.length - gone;
  }
  addPlainVolumes(
    array,
    group.lvs.filter((row) => !isOwnArray(row)),
  );
  if (array.signals.length === 0 && group.lvs.every((row) => isOwnArray(row)) && group.lvs.length > 0)
    array.signals.push({
      source: "lvs",
      text: `${group.lvs.length}`,
      state: worstOf(group.lvs.flatMap(healthSignals)),
    });
  if (array.signals.length === 0 && isFullReport(group)) {
    array.quirks.push("lvm-health-not-asked");
    array.signals.push({ source: "lvm fullreport", text: `${group.segments.length}`, state: "ok" });
  }
  return array;
}

/**
 * Whether a full report came without any column on health, but lists every piece of every device with the device it is on. Nothing
 * in it is amiss then; it is said that health was not asked for.
 */
function isFullReport(group: Group): boolean {
  const hasNames = group.lvs.length > 0 && group.lvs.every((row) => row.has("lv_uuid"));
  return (
    hasNames && group.segments.length > 0 && group.segments.every((row) => (row.get("pv_uuid") ?? "") !== "")
  );
}

const RANK = ["ok", "unknown", "degraded", "inactive", "failed"] as const;
type State = (typeof RANK)[number];

function worstOf(signals: readonly { readonly state: State }[]): State {
  if (signals.length === 0) return "unknown";
  return signals.reduce<State>(
    (worst, { state }) => (RANK.indexOf(state) > RANK.indexOf(worst) ? state : worst),
    "ok",
  );
}

/** The plain volumes of a group in one signal for each column: there may be hundreds of them. */
function addPlainVolumes(array: ArrayReading, rows: readonly LvmRow[]): void {
  const bySource = Map.groupBy(
    rows.flatMap((row) =>
      healthSignals(row).map((signal) => ({ ...signal, volume: row.get("lv_name") ?? "?" })),
    ),
    ({ source }) => source,
  );
  for (const [source, signals] of bySource) {
    const worst = worstOf(signals);
    const bad = signals.filter(({ state }) => state !== "ok");
    array.signals.push({
      source,
      text: shorten(bad.map(({ volume, word }) => `${volume}: ${word}`).join(", ") || `${signals.length}`),
      state: worst,
    });
  }
}

function volumeArray(group: Group, row: LvmRow): ArrayReading {
  const name = `${group.name}/${row.get("lv_name") ?? "?"}`;
  const array = emptyArray(row.get("lv_uuid") || name, name, "lvm");
  array.level = specialLevel(row);
  array.sizeBytes = toCount(row.get("lv_size"));
  array.operation = operationOf(row);
  array.mismatches = toCount(row.get("raid_mismatch_count"));
  if (array.level === "thin pool") {
    const fills = [row.get("data_percent"), row.get("metadata_percent")]
      .map(toPercent)
      .filter((fill) => fill !== null);
    array.thinPoolUsedPercent = fills.length === 0 ? null : Math.max(...fills);
  }
  for (const { source, word, state } of healthSignals(row)) {
    if (word === "mismatches exist") array.mismatches = Math.max(1, array.mismatches ?? 0);
    array.signals.push({ source, text: word || "-", state });
  }
  return array;
}

function memberOf(row: LvmRow): ArrayMember {
  const name = row.get("pv_name") ?? "";
  const isMissing = row.get("pv_attr")?.[2] === "m" || row.get("pv_missing") === "1" || name === "[unknown]";
  const isSaid = row.has("pv_attr") || row.has("pv_missing");
  return arrayMember({
    name: name === "" || name === "[unknown]" ? null : shorten(name),
    state: isMissing ? "missing" : isSaid ? "ok" : "unknown",
    stateText: row.get("pv_attr") ?? null,
  });
}
