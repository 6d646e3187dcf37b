import type { DiskReading, Gap, GapReason, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyDisk, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { cleanSerial, cleanWwn, wwnFromEui, wwnFromParts } from "../../reading/identity.ts";
import { asList, at, isRecord, parseJson } from "../../reading/json.ts";
import { toCelsius, toCount, toNumber } from "../../reading/numbers.ts";
import { cleanText, outputLines } from "../../reading/text.ts";
import { toolRefusal } from "../../reading/tool-refusal.ts";
import { ASLEEP_STATUS } from "./commands.ts";
import { decodeExitStatus } from "./exit-bits.ts";
import { type ProtocolReading, readAta, readNvme, readScsi } from "./read-protocol.ts";
import { gapOf, messagesOf, saysAsleep } from "./why-unreadable.ts";

/** The highest major number of the JSON's form that is known. */
const FORMAT = 1;
const READERS: Readonly<Record<DiskReading["protocol"], (output: unknown) => ProtocolReading>> = {
  ata: readAta,
  nvme: readNvme,
  scsi: readScsi,
  unknown: () => ({
    attributes: [],
    nvmeWarnings: [],
    selfTest: null,
    selfTestLog: [],
    isReadable: false,
    metrics: {},
  }),
};
/** Limits of the drive outside of these are no limits: some print 0, 127 or what firmware left there. */
const LIMIT_MIN_C = 30;
const LIMIT_MAX_C = 120;

/**
 * Reads `smartctl --json --all` or `--xall` of one disk: ATA, NVMe, SCSI, behind bridges and controllers. Versions 6.7 to 7.5 are
 * known; keys that were renamed are looked for by both names.
 *
 * @returns one disk, also when it could not be opened: its gaps then say why. No disk when the text is no output of smartctl
 */
export function parseSmartctl(text: string): ToolReading {
  const { value, problem } = parseJson(text);
  if (problem !== null) return unreadable(whyNoJson(text) ?? problem);
  if (!isSmartctl(value)) return unreadable("output-unreadable");
  return { ...emptyReading(), disks: [readDisk(value)] };
}

/** @returns whether smartctl printed this for people: it begins with its version then */
export function isSmartctlText(text: string): boolean {
  return /^smartctl \d{1,2}\.\d/m.test(text);
}

function whyNoJson(text: string): GapReason | null {
  const head = text.slice(0, 1000);
  if (/^=+> UNRECOGNIZED OPTION: json/m.test(head)) return "version-unknown"; // before 7.0
  return toolRefusal(outputLines(head)[0]) ?? (isSmartctlText(head) ? "output-not-json" : null);
}

function readDisk(output: unknown): DiskReading {
  const empty = emptyDisk();
  const messages = messagesOf(output);
  const exitStatus = at(output, "smartctl", "exit_status");
  const exit = decodeExitStatus(exitStatus);
  const device = deviceOf(output, messages[0]?.text ?? "");
  const protocol = protocolOf(output);
  const read = READERS[protocol](output);
  const isAsleep = !read.isReadable && (saysAsleep(messages) || toCount(exitStatus) === ASLEEP_STATUS);
  const gaps = isAsleep ? [] : gapsOf(output, read.isReadable, device);
  const isReadable = read.isReadable && !gaps.some(({ reason }) => reason === "version-unknown");
  return {
    ...empty,
    identity: identityOf(output),
    place: { ...empty.place, device, deviceType: cleanText(at(output, "device", "type")) },
    protocol,
    medium: mediumOf(output, protocol),
    isAsleep,
    isReadable,
    selfAssessment: assessmentOf(output),
    flags: exit.flags,
    nvmeWarnings: read.nvmeWarnings,
    attributes: read.attributes,
    metrics: { ...empty.metrics, ...generalMetrics(output), ...read.metrics },
    selfTest: read.selfTest,
    selfTestLog: read.selfTestLog,
    gaps,
  };
}

function isSmartctl(value: unknown): boolean {
  return (
    isRecord(at(value, "smartctl")) ||
    (isRecord(at(value, "device")) && at(value, "smart_status") !== undefined)
  );
}

function gapsOf(output: unknown, isReadable: boolean, device: string | null): Gap[] {
  const version = at(output, "json_format_version");
  const isVersionKnown = version === undefined || (toCount(asList(version)[0]) ?? FORMAT + 1) <= FORMAT;
  const said = messagesOf(output).flatMap((message) => gapOf(message, device) ?? []);
  if (!isVersionKnown) return [gap("version-unknown", null, device), ...said];
  if (isReadable) return said;
  const isTold = said.some(({ reason }) => reason !== "tool-failed");
  return isTold ? said : [...said, silentGap(output, device)];
}

/** Why nothing can be judged, where no message says it. */
function silentGap(output: unknown, device: string | null): Gap {
  const type = cleanText(at(output, "device", "type")) ?? "";
  if (
    at(output, "smart_support", "enabled") === false &&
    at(output, "smart_support", "available") !== false
  ) {
    return gap("smart-disabled", null, device);
  }
  if (decodeExitStatus(at(output, "smartctl", "exit_status")).isUnopened) {
    return gap("device-not-opened", null, device);
  }
  if (assessmentOf(output) !== null) return gap("counters-missing", null, device);
  return gap(/^usb|^snt/.test(type) ? "bridge-hides-smart" : "smart-unsupported", null, device);
}

/** The path of the device: where it could not be opened, only the message or the command line tells it. */
function deviceOf(output: unknown, message: string): string | null {
  const named = cleanText(at(output, "device", "name"));
  if (named !== null) return named;
  const [, said] = /^(?:Smartctl open device: )?(\/dev\/\S{1,200}|\\\\\.\\\S{1,200})/.exec(message) ?? [];
  const argument = asList(at(output, "smartctl", "argv"))
    .slice(1, 50)
    .findLast((one) => typeof one === "string" && /^(?:\/dev\/|\\\\)/.test(one));
  return cleanText(said?.replace(/:$/, "")) ?? cleanText(argument);
}

function protocolOf(output: unknown): DiskReading["protocol"] {
  const name = cleanText(at(output, "device", "protocol"))?.toLowerCase();
  // what is there tells more than what was guessed: behind controllers ATA disks are called SCSI
  if (at(output, "nvme_smart_health_information_log") !== undefined || name === "nvme") return "nvme";
  if (at(output, "ata_smart_attributes") !== undefined || name === "ata") return "ata";
  return name === "scsi" ? "scsi" : "unknown";
}

function mediumOf(output: unknown, protocol: DiskReading["protocol"]): DiskReading["medium"] {
  if (protocol === "nvme") return "solid-state";
  const rotations = toCount(at(output, "rotation_rate"));
  if (rotations === null) return "unknown";
  return rotations === 0 ? "solid-state" : "spinning";
}

function identityOf(output: unknown): DiskReading["identity"] {
  const text = (...keys: readonly string[]) =>
    keys.map((key) => cleanText(at(output, key))).find((one) => one !== null) ?? null;
  const made = [text("vendor", "scsi_vendor"), text("product", "scsi_product")].filter((one) => one !== null);
  return {
    serial: cleanSerial(at(output, "serial_number")),
    wwn:
      wwnFromParts(at(output, "wwn")) ??
      cleanWwn(at(output, "logical_unit_id")) ??
      wwnFromEui(at(asList(at(output, "nvme_namespaces"))[0], "eui64")),
    model: text("model_name", "scsi_model_name") ?? cleanText(made.join(" ")),
    firmware: text("firmware_version", "revision", "scsi_revision"),
    sizeBytes:
      toCount(at(output, "user_capacity", "bytes_s")) ??
      toCount(at(output, "user_capacity", "bytes")) ??
      toCount(at(output, "nvme_total_capacity")),
  };
}

function assessmentOf(output: unknown): DiskReading["selfAssessment"] {
  const passed = at(output, "smart_status", "passed");
  return typeof passed === "boolean" ? (passed ? "passed" : "failed") : null;
}

/** What smartctl prints alike for all protocols. */
function generalMetrics(output: unknown): Partial<DiskReading["metrics"]> {
  const temperature = at(output, "temperature");
  return {
    temperatureC: toCelsius(at(temperature, "current")),
    temperatureWarnC: limitC(at(temperature, "op_limit_max")),
    temperatureCriticalC:
      limitC(at(temperature, "critical_limit_max")) ??
      limitC(at(temperature, "limit_max")) ??
      limitC(at(temperature, "drive_trip")),
    powerOnHours: toCount(at(output, "power_on_time", "hours")),
    powerCycles: toCount(at(output, "power_cycle_count")),
  };
}

function limitC(value: unknown): number | null {
  const limit = toNumber(value);
  return limit === null || limit < LIMIT_MIN_C || limit > LIMIT_MAX_C ? null : limit;
}
