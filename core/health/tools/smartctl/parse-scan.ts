import type { DiskReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { asList, at, isRecord, parseJson } from "../../reading/json.ts";
import { cleanText } from "../../reading/text.ts";
import { gapOf, messagesOf } from "./why-unreadable.ts";

/** More disks than any host has; a list that goes on is no list of disks. */
const MAX_DEVICES = 5000;

/**
 * Reads `smartctl --json --scan` or `--scan-open`: where disks are, and by which type each has to be asked. Nothing is known of
 * their health, so none is readable; one that could not be opened has a gap that says why.
 */
export function parseScan(text: string): ToolReading {
  const { value, problem } = parseJson(text);
  if (problem !== null) return unreadable(problem);
  if (!isRecord(at(value, "smartctl"))) return unreadable("output-unreadable");
  const gaps = messagesOf(value).flatMap((message) => gapOf(message, null) ?? []);
  const devices = asList(at(value, "devices"));
  const disks = devices.slice(0, MAX_DEVICES).flatMap((device) => readDevice(device) ?? []);
  const isLong = devices.length > MAX_DEVICES ? [gap("output-too-long")] : [];
  return { ...emptyReading(), disks, gaps: [...gaps, ...isLong] };
}

function readDevice(device: unknown): DiskReading | undefined {
  const name = cleanText(at(device, "name"));
  if (name === null) return undefined;
  const empty = emptyDisk();
  const refusal = cleanText(at(device, "open_error"));
  const protocol = cleanText(at(device, "protocol"))?.toLowerCase();
  const gaps =
    refusal === null
      ? []
      : [gapOf({ text: refusal, isError: true }, name) ?? gap("device-not-opened", refusal, name)];
  return {
    ...empty,
    place: { ...empty.place, device: name, deviceType: cleanText(at(device, "type")) },
    protocol: protocol === "ata" || protocol === "nvme" || protocol === "scsi" ? protocol : "unknown",
    gaps,
  };
}
