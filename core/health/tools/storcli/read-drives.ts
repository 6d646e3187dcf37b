import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk } from "../../reading/empty.ts";
import { harmOf } from "../../reading/harm.ts";
import { cleanSerial, cleanWwn } from "../../reading/identity.ts";
import type { JsonRecord } from "../../reading/json.ts";
import { leadingCount, toCelsius, toCount, toPercent, toScaledCount } from "../../reading/numbers.ts";
import { meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import { drivePlace, type StorcliRows } from "./collect-rows.ts";
import { DRIVE_WORDS, spelledOut } from "./storcli-words.ts";

const RUNNING = /^in progress$/i;
const SMART_ALERT = /s\.?m\.?a\.?r\.?t\.? ?alert/i;

/**
 * Drives as the controller lists them, each once.
 *
 * @param controller `/c0`
 * @param isMegaraid whether smartctl reaches a drive with `-d megaraid,N`
 */
export function readDrives(rows: StorcliRows, controller: string, isMegaraid: boolean): DiskReading[] {
  const disks = new Map<string, DiskReading>();
  for (const row of rows.drives) {
    const place = drivePlace(row);
    const disk = readDrive(row, rows.driveDetails.get(place) ?? {}, controller, isMegaraid);
    const known = disks.get(place);
    // a drive stands in several tables, and only some tell of a foreign configuration
    if (known === undefined || isWorse(disk, known)) disks.set(place, disk);
  }
  return [...disks.values()];
}

/** Drives that are being filled, of an answer to how far rebuilds or copy-backs are. Erasing is asked for in the same form. */
export function readRebuilds(rows: StorcliRows, controller: string): DiskReading[] {
  return rows.progress.flatMap((row) => {
    const device = cleanText(row["Drive-ID"]);
    if (device === null || !RUNNING.test(cleanText(row.Status) ?? "")) return [];
    const disk = emptyDisk();
    disk.place = { ...disk.place, device, controller };
    disk.isReadable = true;
    const percent = toPercent(row["Progress%"]);
    disk.reported = { text: percent === null ? "Rebuild" : `Rebuild ${percent} %`, state: "rebuilding" };
    return [disk];
  });
}

/** @returns the drive's state in storcli's words: that of storcli2 when it has both, which keeps the configuration beside it */
export function driveStateText(row: JsonRecord): string | null {
  if (row.DG === "F") return "Foreign";
  return cleanText(row.Status) ?? cleanText(row.State);
}

function readDrive(
  row: JsonRecord,
  details: JsonRecord,
  controller: string,
  isMegaraid: boolean,
): DiskReading {
  const disk = emptyDisk();
  const place = drivePlace(row);
  const [enclosure, slot] = place.split(":");
  const number = toCount(row.DID);
  disk.place = {
    device: place === "" ? null : place,
    deviceType: isMegaraid && number !== null ? `megaraid,${number}` : null,
    controller,
    enclosure: enclosure === "" ? null : (enclosure ?? null),
    slot: slot ?? null,
  };
  disk.identity = {
    serial: cleanSerial(details.SN ?? details["Serial Number"]),
    wwn: cleanWwn(details.WWN),
    model: cleanText(details["Model Number"]) ?? cleanText(row.Model),
    firmware: cleanText(details["Firmware Revision"] ?? details["Firmware Revision Level"]),
    sizeBytes: rawSize(details["Raw size"]) ?? toScaledCount(row.Size),
  };
  disk.protocol =
    row.Intf === "NVMe" ? "nvme" : row.Intf === "SAS" ? "scsi" : row.Intf === "SATA" ? "ata" : "unknown";
  disk.medium = row.Med === "HDD" ? "spinning" : row.Med === "SSD" ? "solid-state" : "unknown";
  const text = driveStateText(row);
  if (text !== null) disk.reported = { text: spelledOut(text), state: meaningOf(DRIVE_WORDS, text) };
  disk.isReadable = text !== null;
  const alert = Object.entries(details).find(([key]) => SMART_ALERT.test(key))?.[1];
  if (alert === "Yes") {
    disk.selfAssessment = "failed";
    disk.flags.isFailing = true;
  }
  disk.metrics.mediaErrors = toCount(details["Media Error Count"]);
  disk.metrics.otherErrors = toCount(details["Other Error Count"]);
  disk.metrics.predictedFailures = toCount(details["Predictive Failure Count"]);
  disk.metrics.temperatureC = temperature(details["Drive Temperature"] ?? details["Temperature(C)"]);
  return disk;
}

/** @param value ` 19C (66.20 F)`, `34C`, `40` or 40 */
export function temperature(value: unknown): number | null {
  return toCelsius(typeof value === "string" ? Number.parseInt(value, 10) : value);
}

/** @param value `9.095 TiB [0x48c400000 Sectors]`: the sectors are of 512 bytes, whatever the drive's own are */
function rawSize(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const [, sectors] = /\[(0x[0-9a-f]{1,13}) Sectors\]/i.exec(value.slice(0, 200)) ?? [];
  const count = toCount(sectors);
  return count === null ? null : toCount(count * 512);
}

function isWorse(disk: DiskReading, other: DiskReading): boolean {
  const harm = ({ reported }: DiskReading) => harmOf(reported?.state ?? "unknown");
  return harm(disk) > harm(other);
}

/** @returns the number of a `DG` column, null for `-`, `F` and others */
export function driveGroup(row: JsonRecord): string | null {
  const count = typeof row.DG === "string" ? leadingCount(row.DG) : toCount(row.DG);
  return count === null ? null : String(count);
}
