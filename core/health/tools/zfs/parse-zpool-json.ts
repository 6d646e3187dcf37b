import type { ArrayOperation, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { asRecord, at, isRecord, type JsonRecord, parseJson } from "../../reading/json.ts";
import { MAX_ARRAYS, MAX_MEMBERS, tidyArray } from "../../reading/member.ts";
import { toCount, toPercent, toScaledCount } from "../../reading/numbers.ts";
import { arrayOfPool, type Counters, type Pool, type Vdev, type VdevGroup } from "./pool.ts";

const MAX_DEPTH = 8;

/** Groups that stand beside `vdevs` in a pool, and the names releases give them. */
const GROUPS: Readonly<Record<string, VdevGroup>> = {
  logs: "logs",
  l2cache: "cache",
  cache: "cache",
  spares: "spares",
  special: "special",
  dedup: "dedup",
};

/** Reads `zpool status -j` and `zpool list -j`, with numbers as numbers or as text, exact or shortened (`1.2K`). */
export function parseZpoolJson(text: string): ToolReading {
  // a GUID has more digits than a number keeps, and is what a pool is known by
  const { value, problem } = parseJson(
    text.replace(/("[a-z_]{0,20}guid"\s{0,10}:\s{0,10})(\d{16,20})(?=[,}\s])/g, '$1"$2"'),
  );
  if (problem !== null) return unreadable(problem);
  const pools = at(value, "pools");
  if (!isRecord(pools)) return unreadable("output-unreadable", "pools");
  const reading = emptyReading();
  const entries = Object.entries(pools);
  if (entries.length > MAX_ARRAYS) reading.gaps.push(gap("output-too-long"));
  reading.arrays = entries
    .slice(0, MAX_ARRAYS)
    .map(([name, pool]) => tidyArray(arrayOfPool(poolOf(name, pool))));
  return reading;
}

function poolOf(name: string, pool: unknown): Pool {
  const known = asRecord(pool);
  const root = asRecord(Object.values(asRecord(known.vdevs))[0]);
  // abridged outputs name the pool's root vdev and nothing below it: that speaks of the pool, like a list
  const isAbridged = text(root.vdev_type) === "root" && !isRecord(root.vdevs);
  const vdevs = isRecord(known.vdevs) && !isAbridged ? topLevel(known, name) : null;
  const state = text(known.state);
  // a list says the same twice: that of the pool, and a property
  const health = text(at(known, "properties", "health", "value"));
  return {
    name,
    guid: text(known.pool_guid) || null,
    state: state === "" ? health : state,
    vdevs,
    own: countersOf(root),
    dataErrors: maximum(toScaledCount(known.error_count), toScaledCount(at(known, "scan_stats", "errors"))),
    operation: operationOf(known.scan_stats),
    sizeBytes: toScaledCount(root.total_space) ?? toScaledCount(at(known, "properties", "size", "value")),
    usedBytes:
      toScaledCount(root.alloc_space) ?? toScaledCount(at(known, "properties", "allocated", "value")),
    trouble:
      health !== "" && state !== "" && health !== state
        ? `${state} ${health}`
        : vdevs?.some(isUnsaid)
          ? "vdevs"
          : null,
  };
}

function topLevel(pool: Readonly<Record<string, unknown>>, name: string): Vdev[] {
  const budget = { left: MAX_MEMBERS };
  const vdevs: Vdev[] = [];
  for (const [key, value] of Object.entries(asRecord(pool.vdevs))) {
    const isRoot = key === name || at(value, "vdev_type") === "root";
    vdevs.push(...(isRoot ? children(value, "data", 0, budget) : [vdevOf(key, value, "data", 0, budget)]));
  }
  for (const [key, group] of Object.entries(GROUPS))
    for (const [vdev, value] of Object.entries(asRecord(pool[key])))
      vdevs.push(vdevOf(vdev, value, group, 0, budget));
  return vdevs;
}

type Budget = { left: number };

function children(value: unknown, group: VdevGroup, depth: number, budget: Budget): Vdev[] {
  if (depth >= MAX_DEPTH) return [];
  const below = Object.entries(asRecord(at(value, "vdevs")));
  return below
    .slice(0, Math.max(0, budget.left))
    .map(([name, child]) => vdevOf(name, child, group, depth + 1, budget));
}

function vdevOf(key: string, value: unknown, parentGroup: VdevGroup, depth: number, budget: Budget): Vdev {
  budget.left -= 1;
  const known = asRecord(value);
  const ownGroup = text(known.class);
  const group =
    parentGroup === "data" && (ownGroup === "special" || ownGroup === "dedup") ? ownGroup : parentGroup;
  return {
    name: text(known.name) || key,
    group,
    state: text(known.state),
    ...countersOf(known),
    note: [text(known.aux), known.not_present === undefined ? "" : "not present"].join(" ").trim(),
    children: children(value, group, depth, budget),
  };
}

function countersOf(known: JsonRecord): Counters {
  return {
    read: toScaledCount(known.read_errors),
    write: toScaledCount(known.write_errors),
    checksum: toScaledCount(known.checksum_errors),
  };
}

/** @returns whether counters that every vdev has are missing: their absence is no zero */
function isUnsaid(vdev: Vdev): boolean {
  const isSpare = vdev.group === "spares";
  return (
    vdev.state === "" ||
    (!isSpare && (vdev.read === null || vdev.write === null || vdev.checksum === null)) ||
    vdev.children.some(isUnsaid)
  );
}

function operationOf(scan: unknown): ArrayOperation | null {
  const known = asRecord(scan);
  const state = text(known.state);
  if (state !== "SCANNING" && state !== "IN_PROGRESS") return null;
  const total = toScaledCount(known.to_examine);
  const done = toScaledCount(known.issued) ?? toScaledCount(known.examined);
  return {
    kind: text(known.function) === "RESILVER" ? "rebuild" : "scrub",
    isWaiting: false,
    donePercent:
      total && done !== null ? toPercent(Math.min(100, Math.round((done / total) * 1000) / 10)) : null,
    remainingSeconds: null,
    bytesPerSecond: null,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
}

function maximum(...counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length === 0 ? null : toCount(Math.max(...known));
}
