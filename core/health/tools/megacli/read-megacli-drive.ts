import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk, gap } from "../../reading/empty.ts";
import { cleanSerial, cleanWwn } from "../../reading/identity.ts";
import { leadingCount, toCelsius, toCount } from "../../reading/numbers.ts";
import { meaningOf, type ReportedState } from "../../reading/state-words.ts";
import { cleanText, shorten } from "../../reading/text.ts";
import type { Facts, MegacliDrive } from "./megacli-outline.ts";
import { DRIVE_WORDS } from "./megacli-words.ts";

/** @returns null when the tool does not say */
export function driveState(facts: Facts): { text: string; state: ReportedState } | null {
  const text = cleanText(facts.get("Firmware state"));
  if (text === null) return null;
  const foreign = cleanText(facts.get("Foreign State"));
  if (foreign !== null && !/^none$/i.test(foreign))
    return { text: shorten(`${text}, ${foreign}`), state: "warning" };
  return { text, state: meaningOf(DRIVE_WORDS, text) };
}

/** @returns `252:4`, enclosure and slot */
export function placeOf(facts: Facts): string {
  return shorten(`${facts.get("Enclosure Device ID") ?? ""}:${facts.get("Slot Number") ?? "?"}`);
}

export function readMegacliDrive({ adapter, facts }: MegacliDrive): DiskReading {
  const disk = emptyDisk();
  const device = toCount(facts.get("Device Id"));
  disk.place = {
    device: placeOf(facts),
    deviceType: device === null ? null : `megaraid,${device}`,
    controller: `Adapter ${adapter}`,
    enclosure: cleanText(facts.get("Enclosure Device ID")),
    slot: cleanText(facts.get("Slot Number")),
  };
  const type = facts.get("PD Type") ?? "";
  disk.protocol = /sata/i.test(type) ? "ata" : /sas|scsi/i.test(type) ? "scsi" : "unknown";
  const media = facts.get("Media Type") ?? "";
  disk.medium = /solid state/i.test(media)
    ? "solid-state"
    : /hard disk/i.test(media)
      ? "spinning"
      : "unknown";
  const [, sectors] = /\[(0x[0-9a-f]{1,13}) Sectors\]/i.exec(facts.get("Raw Size") ?? "") ?? [];
  const count = toCount(sectors);
  disk.identity = {
    ...inquiryOf(facts),
    wwn: cleanWwn(facts.get("WWN")),
    firmware: cleanText(facts.get("Device Firmware Level")),
    sizeBytes: count === null ? null : toCount(count * 512),
  };
  disk.reported = driveState(facts);
  disk.isReadable = disk.reported !== null;
  if (disk.reported === null) disk.gaps.push(gap("output-truncated", null, placeOf(facts)));
  disk.flags.isFailing = /^yes$/i.test(facts.get("Drive has flagged a S.M.A.R.T alert") ?? "");
  disk.metrics.mediaErrors = toCount(facts.get("Media Error Count"));
  disk.metrics.otherErrors = toCount(facts.get("Other Error Count"));
  disk.metrics.predictedFailures = toCount(facts.get("Predictive Failure Count"));
  disk.metrics.temperatureC = toCelsius(
    leadingCount((facts.get("Drive Temperature") ?? "").replace(/C.*$/, "")),
  );
  return disk;
}

/**
 * Serial number and model from an inquiry, whose fields have fixed widths and may touch: of ATA 20 for the serial number, then 40
 * for the model; of SCSI 8 for the maker, 16 for the model, 4 for the firmware, then the serial number.
 */
export function inquiryOf(facts: Facts): { serial: string | null; model: string | null } {
  const text = facts.get("Inquiry Data") ?? "";
  const isAta = /sata/i.test(facts.get("PD Type") ?? "");
  const fields: readonly [serial: string, model: string] = isAta
    ? [text.slice(0, 20), text.slice(20, 60)]
    : [text.slice(28), text.slice(0, 24)];
  const serial = cleanSerial(fields[0]);
  // a serial number has no space in it: where one is, the widths were others
  if (serial === null || /\s/.test(serial)) return { serial: null, model: cleanText(text) };
  return { serial, model: cleanText(fields[1]) };
}
