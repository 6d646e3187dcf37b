import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk, gap } from "../../reading/empty.ts";
import { harmOf } from "../../reading/harm.ts";
import { cleanSerial, cleanWwn } from "../../reading/identity.ts";
import { toCelsius, toCount, toPercent } from "../../reading/numbers.ts";
import { meaningOf, type ReportedState } from "../../reading/state-words.ts";
import { cleanText, shorten } from "../../reading/text.ts";
import type { SsacliDrive } from "./ssacli-outline.ts";
import { DRIVE_WORDS } from "./ssacli-words.ts";

const DECIMAL_UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

export function readSsacliDrive(drive: SsacliDrive): DiskReading {
  const disk = emptyDisk();
  const { facts, place } = drive;
  disk.place = {
    device: place,
    deviceType: null,
    controller: drive.controller,
    enclosure: cleanText(facts.get("Box")) ?? place.split(":").at(-2) ?? null,
    slot: cleanText(facts.get("Bay")) ?? place.split(":").at(-1) ?? null,
  };
  disk.identity = {
    serial: cleanSerial(facts.get("Serial Number")),
    wwn: cleanWwn(facts.get("WWID")),
    model: cleanText(facts.get("Model")),
    firmware: cleanText(facts.get("Firmware Revision")),
    sizeBytes: decimalSize(facts.get("Size")),
  };
  setKind(disk, facts.get("Interface Type") ?? "");
  disk.reported = driveState(drive);
  disk.isReadable = disk.reported !== null;
  if (disk.reported === null) disk.gaps.push(gap("output-truncated", null, place));
  disk.flags.isFailing = facts.get("SSD Smart Trip Wearout") === "True";
  disk.metrics.temperatureC = toCelsius(facts.get("Current Temperature (C)"));
  disk.metrics.powerOnHours = toCount(facts.get("Power On Hours"));
  const left = toPercent(facts.get("Usage remaining"));
  disk.metrics.wornPercent = left === null ? null : Math.round((100 - left) * 100) / 100;
  return disk;
}

/** @returns the worst of the states that are given for it, in lists and in its own part; null when there is none */
export function driveState(drive: SsacliDrive): { text: string; state: ReportedState } | null {
  const own = drive.facts.get("Status");
  const states = [...(own === undefined ? [] : [own]), ...drive.states].map((given) => {
    const text = cleanText(given) ?? "?";
    return { text, state: meaningOf(DRIVE_WORDS, text) };
  });
  const worst = states.toSorted((a, b) => harmOf(b.state) - harmOf(a.state))[0];
  if (worst === undefined) return null;
  const type = drive.facts.get("Drive Type") ?? "";
  const reason = cleanText(drive.facts.get("Last Failure Reason"));
  if (worst.state !== "ok")
    return reason === null ? worst : { ...worst, text: shorten(`${worst.text} (${reason})`) };
  if (drive.isSpare || /spare/i.test(type)) return { ...worst, state: "spare" };
  return drive.isUnassigned || /unassigned/i.test(type) ? { ...worst, state: "unconfigured" } : worst;
}

function setKind(disk: DiskReading, type: string): void {
  const isSolid = /solid state|nvme|ssd/i.test(type);
  if (/nvme/i.test(type)) disk.protocol = "nvme";
  else if (/sata/i.test(type)) disk.protocol = "ata";
  else if (/sas/i.test(type)) disk.protocol = "scsi";
  if (disk.protocol !== "unknown") disk.medium = isSolid ? "solid-state" : "spinning";
}

/** @param text `900.1 GB`, of which a gigabyte is a thousand million bytes, as drive makers count */
function decimalSize(text: string | undefined): number | null {
  const [, digits, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?) ?([MGT]B)$/.exec(text ?? "") ?? [];
  return digits === undefined ? null : toCount(Math.round(Number(digits) * (DECIMAL_UNITS[unit] ?? 0)));
}
