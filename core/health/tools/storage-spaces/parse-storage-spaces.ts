import type { ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyReading, unreadable } from "../../reading/empty.ts";
import { isRecord, type JsonRecord, parseJson } from "../../reading/json.ts";
import { unreadableText } from "../../reading/unreadable-text.ts";
import { readPhysicalDisk } from "./read-physical-disk.ts";
import { readVirtualDisk } from "./read-virtual-disk.ts";

const MAX_OBJECTS = 4000;
const MAX_DEPTH = 4;

type Objects = Readonly<
  Record<"physicalDisks" | "virtualDisks" | "pools" | "jobs" | "counters", JsonRecord[]>
>;

/**
 * Reads what PowerShell's `ConvertTo-Json` makes of physical disks, virtual disks, pools, storage jobs and reliability counters: one
 * object, a list, or an object of such lists.
 *
 * Written to Microsoft's reference of the storage classes; no captured file is among the fixtures.
 *
 * @returns never an exception; a machine without pools and disks gives nothing
 */
export function parseStorageSpaces(text: string): ToolReading {
  const { value, problem } = parseJson(text.replace(/^\ufeff/, ""));
  if (problem !== null) return unreadableText(problem, text);
  const objects: Objects = { physicalDisks: [], virtualDisks: [], pools: [], jobs: [], counters: [] };
  sortObjects(value, objects, 0);
  if (Object.values(objects).every((list) => list.length === 0)) return unreadable("output-unreadable");
  const reading = emptyReading();
  const counters = new Map(objects.counters.map((counter) => [String(counter.DeviceId), counter]));
  for (const disk of objects.physicalDisks) {
    reading.disks.push(readPhysicalDisk(disk, counters.get(String(disk.DeviceId)) ?? {}));
    counters.delete(String(disk.DeviceId));
  }
  for (const counter of counters.values()) reading.disks.push(readPhysicalDisk({}, counter));
  // the primordial pool is the list of disks that belong to none
  const pools = objects.pools.filter(({ IsPrimordial }) => IsPrimordial !== true);
  reading.arrays.push(
    ...[...objects.virtualDisks, ...pools].map((object) => readVirtualDisk(object, objects.jobs)),
  );
  return reading;
}

function sortObjects(value: unknown, objects: Objects, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const entry of value.slice(0, MAX_OBJECTS)) sortObjects(entry, objects, depth + 1);
    return;
  }
  if (!isRecord(value)) return;
  const list = listOf(value, objects);
  if (list === undefined)
    for (const below of Object.values(value).slice(0, 50)) sortObjects(below, objects, depth + 1);
  else if (list.length < MAX_OBJECTS) list.push(value);
}

/** By the class where PowerShell kept it, otherwise by settings that only one class has. */
function listOf(object: JsonRecord, objects: Objects): JsonRecord[] | undefined {
  const name = isRecord(object.CimClass) ? String(object.CimClass.CimClassName) : "";
  if (name === "MSFT_StorageJob" || "JobState" in object) return objects.jobs;
  if (name === "MSFT_StorageReliabilityCounter" || "ReadErrorsUncorrected" in object) return objects.counters;
  if (name === "MSFT_VirtualDisk" || "ResiliencySettingName" in object) return objects.virtualDisks;
  if (name === "MSFT_StoragePool" || "IsPrimordial" in object) return objects.pools;
  const isDisk =
    "HealthStatus" in object && ("SerialNumber" in object || "MediaType" in object || "CanPool" in object);
  return name === "MSFT_PhysicalDisk" || isDisk ? objects.physicalDisks : undefined;
}
