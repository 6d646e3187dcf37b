import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk, gap } from "../../reading/empty.ts";
import { cleanSerial, cleanWwn } from "../../reading/identity.ts";
import type { JsonRecord } from "../../reading/json.ts";
import { toCelsius, toCount } from "../../reading/numbers.ts";
import type { ReportedState } from "../../reading/state-words.ts";
import { cleanText, shorten } from "../../reading/text.ts";
import { type Health, healthOf, mediumOf, operationalOf, usageOf } from "./cim-codes.ts";

const STATE_OF_HEALTH: Readonly<Record<Health, ReportedState>> = {
  healthy: "ok",
  warning: "warning",
  unhealthy: "failed",
  unknown: "unknown",
};

/** Operational states that say more than the health beside them. */
const STATES: readonly (readonly [words: RegExp, state: ReportedState])[] = [
  [/^(?:lost communication|no contact)$/i, "missing"],
  [/^(?:failed media|non-recoverable error)$/i, "failed"],
  [/^predictive failure$/i, "failing"],
  [
    /^(?:error|io error|degraded|stressed|stale metadata|unrecognized metadata|split|not usable|removing from pool)$/i,
    "warning",
  ],
];

/** Counters that tell how a disk is; those of use and warmth do not. */
const TELLING = ["uncorrectedReads", "uncorrectedWrites", "wornPercent"] as const;

/** @param counters its reliability counters; empty where they were not asked for, or the disk gives none */
export function readPhysicalDisk(object: JsonRecord, counters: JsonRecord): DiskReading {
  const disk = emptyDisk();
  const id = cleanText(object.DeviceId ?? counters.DeviceId);
  disk.place = {
    device: id === null ? null : shorten(`PhysicalDisk${id}`),
    deviceType: null,
    controller: null,
    enclosure: toCount(object.EnclosureNumber)?.toString() ?? null,
    slot: toCount(object.SlotNumber)?.toString() ?? null,
  };
  disk.identity = {
    // some bridges put it between spaces or end it with a point
    serial: cleanSerial(cleanText(object.SerialNumber)?.replace(/\.$/, "")),
    wwn: cleanWwn(object.UniqueId),
    model: cleanText(object.FriendlyName) ?? cleanText(object.Model),
    firmware: cleanText(object.FirmwareVersion),
    sizeBytes: toCount(object.Size),
  };
  disk.medium = mediumOf(object.MediaType);
  disk.reported = reportedState(object);
  readCounters(disk, counters);
  const isCounted = TELLING.some((counter) => typeof disk.metrics[counter] === "number");
  // its own word that it is well says as little as SMART's; that it is not does
  const isWell = disk.reported?.state === "ok" || disk.reported?.state === "spare";
  disk.isReadable = isCounted || (disk.reported !== null && !isWell);
  if (!disk.isReadable)
    disk.gaps.push(gap(isWell ? "counters-missing" : "output-truncated", null, disk.place.device));
  return disk;
}

function reportedState(object: JsonRecord): DiskReading["reported"] {
  const health = healthOf(object.HealthStatus);
  const operational = operationalOf(object.OperationalStatus);
  if (health === null && operational.length === 0) return null;
  const usage = usageOf(object.Usage);
  const parts = [health?.text, ...operational, ...(usage === "Retired" ? [usage] : [])];
  const text = shorten(parts.filter((part) => part !== undefined).join(", "));
  const ofHealth = STATE_OF_HEALTH[health?.health ?? "unknown"];
  const special = STATES.find(([words]) => operational.some((one) => words.test(one)))?.[1];
  if (special !== undefined)
    return { text, state: ofHealth === "failed" && special === "warning" ? "failed" : special };
  if (ofHealth !== "ok") return { text, state: ofHealth };
  if (usage === "Retired") return { text, state: "warning" };
  return { text, state: usage === "Hot Spare" ? "spare" : "ok" };
}

function readCounters(disk: DiskReading, counters: JsonRecord): void {
  disk.metrics.uncorrectedReads = toCount(counters.ReadErrorsUncorrected);
  disk.metrics.uncorrectedWrites = toCount(counters.WriteErrorsUncorrected);
  disk.metrics.wornPercent = percentWorn(counters.Wear);
  disk.metrics.temperatureC = toCelsius(counters.Temperature);
  disk.metrics.powerOnHours = toCount(counters.PowerOnHours);
  disk.metrics.powerCycles = toCount(counters.StartStopCycleCount);
}

function percentWorn(value: unknown): number | null {
  const count = toCount(value);
  return count === null || count > 255 ? null : count;
}
