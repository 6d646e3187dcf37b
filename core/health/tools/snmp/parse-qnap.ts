import type {
  ARRAY_STATES,
  ArrayOperation,
  ArrayReading,
  DiskReading,
  ToolReading,
} from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyDisk, emptyReading, gap } from "../../reading/empty.ts";
import { toCelsius } from "../../reading/numbers.ts";
import { meaningOf, type ReportedState, type StateWords } from "../../reading/state-words.ts";
import { columnOf, numberOf, readWalk, textOf, type Walk, type WalkValue } from "./walk.ts";

const ROOT = "1.3.6.1.4.1.24681";
/** Where disks are listed. Newer firmware has the second table as well, and only there the disks of expansion boxes. */
type DiskTable = Readonly<Record<"table", string>> &
  Readonly<Record<"name" | "temperature" | "status" | "model" | "smart", number>>;
const OLD_DISKS: DiskTable = {
  table: `${ROOT}.1.2.11.1`,
  name: 2,
  temperature: 3,
  status: 4,
  model: 5,
  smart: 7,
};
const DISKS: DiskTable = {
  table: `${ROOT}.1.4.1.1.1.1.5.2.1`,
  name: 0,
  temperature: 6,
  status: 5,
  model: 8,
  smart: 4,
};
/** Status of volumes as older firmware tells it, then of pools and of volumes as newer does. */
const ARRAY_TABLES: readonly (readonly [
  table: string,
  nameColumn: number,
  statusColumn: number,
  name: string,
])[] = [
  [`${ROOT}.1.2.17.1`, 2, 6, "Volume"],
  [`${ROOT}.1.4.1.1.1.2.1.2.1`, 2, 5, "Pool"],
  [`${ROOT}.1.4.1.1.1.2.3.2.1`, 8, 5, "Volume"],
];
/** Of QuTS hero and newer QTS: health of disks as text. */
const HERO_DISKS = "1.3.6.1.4.1.55062.2.10.2.1";

/** No box has as many disks or volumes. */
const MAX_ROWS = 1000;
const EMPTY_BAY = -5;
const DISK_STATUS: Readonly<Record<number, readonly [text: string, state: ReportedState]>> = {
  0: ["ready", "ok"],
  [-4]: ["unknown", "unknown"],
  [-6]: ["invalid", "failed"],
  [-9]: ["read or write error", "failed"],
};

const SMART_WORDS: StateWords<ReportedState> = [
  [/^(?:good|normal|ok|healthy|passed)$/i, "ok"],
  [/warning|attention/i, "warning"],
  [/abnormal|critical|fail/i, "failing"],
  [/error/i, "failed"],
];

const ARRAY_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/degraded|rebuild|recover/i, "degraded"],
  [/not ready|unmounted|not active|inactive|locked|offline/i, "inactive"],
  [/fail|error|crash|dead/i, "failed"],
  [
    /^(?:ready|good|normal|ok|synchroni[sz]ing|scrubbing|migrating|expanding|formatting|creating|optimizing)\b/i,
    "ok",
  ],
];

const OPERATIONS: readonly (readonly [words: RegExp, kind: ArrayOperation["kind"]])[] = [
  [/rebuild|recover/i, "rebuild"],
  [/synchroni[sz]/i, "resync"],
  [/scrub/i, "scrub"],
  [/migrat/i, "migrate"],
  [/expand/i, "reshape"],
  [/creat|format/i, "initialise"],
];

/**
 * Reads a walk of a QNAP box below 1.3.6.1.4.1.24681, and of newer ones below 1.3.6.1.4.1.55062.
 *
 * Written to QNAP's MIB and to what monitors of it have found; its words differ by firmware, and one that is not known is unknown.
 * No captured walk of a real box is among the fixtures.
 *
 * @returns never an exception; a walk without its disks, or without its volumes and pools, is not whole
 */
export function parseQnapWalk(text: string): ToolReading {
  const walk = readWalk(text);
  const reading = emptyReading();
  if (walk.problem !== null) reading.gaps.push(gap(walk.problem, walk.message));
  if (walk.values.size === 0) return reading;
  const disks = readDisks(walk, DISKS);
  reading.disks = [...(disks.length > 0 ? disks : readDisks(walk, OLD_DISKS)), ...readHeroDisks(walk)];
  reading.arrays = ARRAY_TABLES.flatMap((table) => readArrays(walk, ...table));
  const isWhole = reading.disks.length > 0 && reading.arrays.length > 0;
  if (!isWhole && walk.problem === null) {
    reading.gaps.push(
      gap(reading.disks.length + reading.arrays.length === 0 ? "output-unreadable" : "output-truncated"),
    );
  }
  return reading;
}

function readDisks(walk: Walk, { table, ...columns }: DiskTable): DiskReading[] {
  const column = (name: keyof typeof columns) => columnOf(walk, table, columns[name]);
  const names = column("name");
  const statuses = column("status");
  const smart = column("smart");
  const models = column("model");
  const temperatures = column("temperature");
  const rows = new Set([...names.keys(), ...smart.keys(), ...statuses.keys()]);
  return [...rows].slice(0, MAX_ROWS).flatMap((row) => {
    const status = numberOf(statuses.get(row));
    if (status === EMPTY_BAY) return [];
    const disk = emptyDisk();
    const name = textOf(names.get(row)) ?? `Disk ${row}`;
    disk.place = { ...disk.place, device: name, slot: row };
    disk.identity.model = textOf(models.get(row));
    disk.metrics.temperatureC = leadingCelsius(temperatures.get(row));
    disk.reported = diskState(status, textOf(smart.get(row)), smart.size > 0);
    disk.isReadable = disk.reported !== null;
    if (disk.reported === null) disk.gaps.push(gap("output-truncated", null, name));
    return [disk];
  });
}

/** @param hasSmart whether the walk came as far as the column with the disks' own health */
function diskState(status: number | null, smart: string | null, hasSmart: boolean): DiskReading["reported"] {
  if (status === null || !hasSmart) return null;
  const [text, state] = DISK_STATUS[status] ?? [`status ${status}`, "unknown" as const];
  // "--" of a disk that has nothing to say
  if (state !== "ok" || smart === null || /^-+$/.test(smart)) return { text, state };
  return { text: smart, state: meaningOf(SMART_WORDS, smart) };
}

function readHeroDisks(walk: Walk): DiskReading[] {
  const names = columnOf(walk, HERO_DISKS, 2);
  return [...columnOf(walk, HERO_DISKS, 7)].slice(0, MAX_ROWS).map(([row, value]) => {
    const disk = emptyDisk();
    disk.place = { ...disk.place, device: textOf(names.get(row)) ?? `Disk ${row}`, slot: row };
    const text = textOf(value);
    if (text !== null) disk.reported = { text, state: meaningOf(SMART_WORDS, text) };
    disk.isReadable = text !== null;
    return disk;
  });
}

function readArrays(
  walk: Walk,
  table: string,
  nameColumn: number,
  statusColumn: number,
  kind: string,
): ArrayReading[] {
  const names = columnOf(walk, table, nameColumn);
  const statuses = columnOf(walk, table, statusColumn);
  const rows = new Set([...names.keys(), ...statuses.keys()]);
  return [...rows].slice(0, MAX_ROWS).map((row) => {
    const name = textOf(names.get(row)) ?? `${kind} ${row}`;
    const array = emptyArray(`${kind} ${row}`, name, "qnap");
    const text = textOf(statuses.get(row));
    if (text === null) array.gaps.push(gap("output-truncated", null, name));
    else
      array.signals.push({
        source: `${kind.toLowerCase()}Status`,
        text,
        state: meaningOf(ARRAY_WORDS, text),
      });
    const runs = OPERATIONS.find(([words]) => words.test(text ?? ""))?.[1];
    if (runs !== undefined) {
      array.operation = {
        kind: runs,
        isWaiting: false,
        donePercent: null,
        remainingSeconds: null,
        bytesPerSecond: null,
      };
    }
    return array;
  });
}

/** @param value `35 C/95 F`, or a number */
function leadingCelsius(value: WalkValue | undefined): number | null {
  const [, digits] = /^(\d{1,3})\b/.exec(value?.text ?? "") ?? [];
  return toCelsius(digits);
}
