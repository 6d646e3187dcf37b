import type {
  ArrayOperation,
  ArrayReading,
  ControllerReading,
  DiskReading,
  ToolReading,
} from "../../../../shared/model/health-reading.ts";
import { emptyArray, emptyController, emptyDisk, emptyReading, gap } from "../../reading/empty.ts";
import { cleanSerial } from "../../reading/identity.ts";
import { toCelsius, toCount, toPercent } from "../../reading/numbers.ts";
import type { ReportedState } from "../../reading/state-words.ts";
import { columnOf, numberOf, readWalk, textOf, type Walk, type WalkValue } from "./walk.ts";

const ROOT = "1.3.6.1.4.1.6574";
const SYSTEM = `${ROOT}.1`;
const DISKS = `${ROOT}.2.1.1`;
const VOLUMES = `${ROOT}.3.1.1`;

/** What the box says of a disk's place in it. Says nothing of a disk that wears out: that is the other column's. */
const DISK_STATUS: Readonly<Record<number, readonly [text: string, state: ReportedState]>> = {
  1: ["normal", "ok"],
  2: ["initialized", "unconfigured"],
  3: ["not initialized", "unconfigured"],
  4: ["system partition failed", "warning"],
  5: ["crashed", "failed"],
};

/** Since DSM 7. */
const DISK_HEALTH: Readonly<Record<number, readonly [text: string, state: ReportedState]>> = {
  1: ["normal", "ok"],
  2: ["warning", "warning"],
  3: ["critical", "failing"],
  4: ["failing", "failing"],
};

type VolumeState = ArrayReading["signals"][number]["state"];

/** Of a volume or storage pool. Most are operations, which keep redundancy unless the word itself says that it is being made anew. */
const VOLUME_STATUS: Readonly<
  Record<number, readonly [text: string, state: VolumeState, runs?: ArrayOperation["kind"]]>
> = {
  1: ["normal", "ok"],
  2: ["repairing", "degraded", "rebuild"],
  3: ["migrating", "ok", "migrate"],
  4: ["expanding", "ok", "reshape"],
  5: ["deleting", "ok", "other"],
  6: ["creating", "ok", "initialise"],
  7: ["syncing", "ok", "resync"],
  8: ["parity checking", "ok", "check"],
  9: ["assembling", "ok", "other"],
  10: ["cancelling", "ok", "other"],
  11: ["degraded", "degraded"],
  12: ["crashed", "failed"],
  13: ["data scrubbing", "ok", "scrub"],
  14: ["deploying", "ok", "other"],
  15: ["undeploying", "ok", "other"],
  16: ["mounting its cache", "ok", "other"],
  17: ["unmounting its cache", "ok", "other"],
  18: ["continuing an expansion", "ok", "reshape"],
  19: ["converting to a pool", "ok", "migrate"],
  20: ["migrating to two-disk redundancy", "ok", "migrate"],
};

/** Parts of the box that are 1 for normal and 2 for failed. A fan or power supply may have a twin. */
const PARTS: readonly (readonly [oid: string, name: string, state: ControllerReading["state"]])[] = [
  [`${SYSTEM}.1.0`, "system partition", "degraded"],
  [`${SYSTEM}.3.0`, "power supply", "warning"],
  [`${SYSTEM}.4.1.0`, "system fan", "warning"],
  [`${SYSTEM}.4.2.0`, "CPU fan", "warning"],
];

/**
 * Reads a walk of a Synology box below 1.3.6.1.4.1.6574.
 *
 * Written to Synology's MIB guide; no captured walk of a real box is among the fixtures.
 *
 * @returns never an exception; a walk without its disks or without its volumes is not whole
 */
export function parseSynologyWalk(text: string): ToolReading {
  const walk = readWalk(text);
  const reading = emptyReading();
  if (walk.problem !== null) reading.gaps.push(gap(walk.problem, walk.message));
  if (walk.values.size === 0) return reading;
  const box = readBox(walk);
  if (box !== null) reading.controllers.push(box);
  reading.disks = readDisks(walk);
  reading.arrays = readVolumes(walk);
  const isWhole = reading.disks.length > 0 && reading.arrays.length > 0;
  if (!isWhole && walk.problem === null) {
    reading.gaps.push(
      gap(
        reading.disks.length + reading.arrays.length === 0 && box === null
          ? "output-unreadable"
          : "output-truncated",
      ),
    );
  }
  return reading;
}

function readBox(walk: Walk): ControllerReading | null {
  const said = PARTS.flatMap(([oid, name, state]) => {
    const status = numberOf(walk.values.get(oid));
    return status === null
      ? []
      : [
          {
            name,
            status,
            state: status === 1 ? ("ok" as const) : status === 2 ? state : ("unknown" as const),
          },
        ];
  });
  if (said.length === 0) return null;
  const box = emptyController(cleanSerial(walk.values.get(`${SYSTEM}.5.2.0`)?.text) ?? "Synology");
  box.model = textOf(walk.values.get(`${SYSTEM}.5.1.0`));
  box.temperatureC = toCelsius(numberOf(walk.values.get(`${SYSTEM}.2.0`)));
  const harm = ["ok", "unknown", "warning", "degraded"];
  const worst = said.toSorted((a, b) => harm.indexOf(b.state) - harm.indexOf(a.state))[0];
  box.state = worst?.state ?? "unknown";
  box.stateText =
    worst === undefined || worst.state === "ok"
      ? "normal"
      : `${worst.name}: ${worst.status === 2 ? "failed" : worst.status}`;
  return box;
}

function readDisks(walk: Walk): DiskReading[] {
  const columns = [2, 3, 5, 6, 9, 11, 12, 13].map(
    (number) => [number, columnOf(walk, DISKS, number)] as const,
  );
  const column = new Map(columns);
  const rows = new Set(columns.flatMap(([, cells]) => [...cells.keys()]));
  const hasHealth = (column.get(13)?.size ?? 0) > 0;
  return [...rows].slice(0, 1000).map((row) => {
    const cell = (number: number): WalkValue | undefined => column.get(number)?.get(row);
    const disk = emptyDisk();
    const name = textOf(cell(2)) ?? `Disk ${row}`;
    disk.place = { ...disk.place, device: name, slot: /(\d{1,3})$/.exec(name)?.[1] ?? null };
    disk.identity.model = textOf(cell(3));
    disk.metrics.temperatureC = toCelsius(numberOf(cell(6)));
    disk.metrics.reallocatedSectors = toCount(numberOf(cell(9)));
    const life = toPercent(numberOf(cell(11)));
    disk.metrics.wornPercent = life === null || life === 0 ? null : 100 - life;
    disk.reported = diskState(cell(5), cell(13), hasHealth);
    disk.isReadable = disk.reported !== null;
    if (disk.reported === null) disk.gaps.push(gap("output-truncated", null, name));
    return disk;
  });
}

/** @param hasHealth whether this version of DSM tells the health beside the status at all */
function diskState(
  status: WalkValue | undefined,
  health: WalkValue | undefined,
  hasHealth: boolean,
): DiskReading["reported"] {
  const statusCode = numberOf(status);
  const healthCode = numberOf(health);
  if (statusCode === null || (hasHealth && healthCode === null)) return null;
  const ofStatus = DISK_STATUS[statusCode] ?? ([`status ${statusCode}`, "unknown"] as const);
  if (healthCode === null) return { text: ofStatus[0], state: ofStatus[1] };
  const ofHealth = DISK_HEALTH[healthCode] ?? ([`health ${healthCode}`, "unknown"] as const);
  const harm: readonly ReportedState[] = ["ok", "unconfigured", "unknown", "warning", "failing", "failed"];
  const [text, state] = harm.indexOf(ofHealth[1]) > harm.indexOf(ofStatus[1]) ? ofHealth : ofStatus;
  return { text, state };
}

function readVolumes(walk: Walk): ArrayReading[] {
  const names = columnOf(walk, VOLUMES, 2);
  const statuses = columnOf(walk, VOLUMES, 3);
  const free = columnOf(walk, VOLUMES, 4);
  const total = columnOf(walk, VOLUMES, 5);
  const rows = new Set([...names.keys(), ...statuses.keys()]);
  return [...rows].slice(0, 1000).map((row) => {
    const name = textOf(names.get(row)) ?? `Volume ${row}`;
    const array = emptyArray(name, name, "synology");
    const code = numberOf(statuses.get(row));
    const [text, state, runs] =
      code === null ? [] : (VOLUME_STATUS[code] ?? [`status ${code}`, "unknown" as const]);
    if (text === undefined || state === undefined) array.gaps.push(gap("output-truncated", null, name));
    else array.signals.push({ source: "raidStatus", text, state });
    if (runs !== undefined) {
      array.operation = {
        kind: runs,
        isWaiting: false,
        donePercent: null,
        remainingSeconds: null,
        bytesPerSecond: null,
      };
    }
    array.sizeBytes = toCount(numberOf(total.get(row)));
    const freeBytes = toCount(numberOf(free.get(row)));
    // of a pool all may be given to volumes, which are not full for that
    const isVolume = /^volume/i.test(name);
    if (isVolume && array.sizeBytes !== null && freeBytes !== null)
      array.usedBytes = Math.max(0, array.sizeBytes - freeBytes);
    return array;
  });
}
