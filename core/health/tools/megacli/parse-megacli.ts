import type {
  ArrayMember,
  ArrayReading,
  ControllerReading,
  DiskReading,
  ToolReading,
} from "../../../../shared/model/health-reading.ts";
import {
  emptyArray,
  emptyController,
  emptyDisk,
  emptyReading,
  gap,
  unreadable,
} from "../../reading/empty.ts";
import { cleanSerial, cleanWwn } from "../../reading/identity.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember, MAX_MEMBERS } from "../../reading/member.ts";
import { leadingCount, toCelsius, toCount, toPercent, toScaledCount } from "../../reading/numbers.ts";
import { addMemberSignal, setMembers } from "../../reading/set-members.ts";
import {
  type BatteryState,
  MEMBER_OF_REPORTED,
  meaningOf,
  type ReportedState,
} from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import {
  type Facts,
  type MegacliDrive,
  type MegacliVirtualDrive,
  outlineMegacli,
} from "./megacli-outline.ts";
import { ARRAY_WORDS, BATTERY_ALARMS, BATTERY_WORDS, DRIVE_WORDS } from "./megacli-words.ts";

/** A battery charged less than this does not keep the cache as long as it promises. */
const LOW_CHARGE_PERCENT = 80;

/**
 * Reads what the old MegaCli prints: `-LDPDInfo -aAll`, `-PDList -aAll`, `-LDInfo -LAll -aAll`, `-AdpAllInfo -aAll` and
 * `-AdpBbuCmd -aAll`.
 *
 * Written to the tool's manual, and tried on real outputs, also of failing drives, that are not kept here.
 *
 * @returns never an exception; an output without the tool's own exit status at its end is truncated
 */
export function parseMegacli(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  const outline = outlineMegacli(text);
  const reading = emptyReading();
  for (const [adapter, facts] of outline.adapters) {
    if (facts.has("Failed Disks")) reading.controllers.push(readAdapter(adapter, facts));
  }
  for (const [adapter, facts] of outline.batteries) {
    if (facts.size > 0) reading.controllers.push(readBattery(adapter, facts));
  }
  for (const [adapter, message] of outline.batteryFailures) addBatteryFailure(reading, adapter, message);
  reading.arrays.push(...outline.virtualDrives.map(readVirtualDrive));
  reading.disks.push(...outline.drives.map(readDrive));
  if (outline.failure !== null) reading.gaps.push(gap("tool-failed", outline.failure));
  const isNothing = reading.controllers.length + reading.arrays.length + reading.disks.length === 0;
  if (outline.exitCode === null) reading.gaps.push(gap(isNothing ? "output-unreadable" : "output-truncated"));
  else if (!/^0x0+$/.test(outline.exitCode) && outline.batteryFailures.size === 0) {
    reading.gaps.push(gap("tool-failed", `Exit Code: ${outline.exitCode}`));
  }
  return reading;
}

function addBatteryFailure(reading: ToolReading, adapter: string, message: string): void {
  const id = `Adapter ${adapter}`;
  // a controller without a battery answers with an error, and is none the worse for it
  if (!/not present|absent|not supported/i.test(message)) {
    reading.gaps.push(gap("tool-failed", message, id));
    return;
  }
  if (reading.controllers.some((controller) => controller.id === id)) return;
  reading.controllers.push({ ...emptyController(id), battery: "none", batteryText: cleanText(message) });
}

/** Counts of what is bad, and what they say of the adapter. */
const ADAPTER_COUNTS = [
  ["Degraded", "degraded"],
  ["Offline", "degraded"],
  ["Failed Disks", "degraded"],
  ["Memory Uncorrectable Errors", "degraded"],
  ["Critical Disks", "warning"],
] as const;

function readAdapter(adapter: string, facts: Facts): ControllerReading {
  const controller = emptyController(`Adapter ${adapter}`);
  controller.model = cleanText(facts.get("Product Name"));
  const bad = ADAPTER_COUNTS.find(([key]) => (toCount(facts.get(key)) ?? 0) > 0);
  // older versions do not count errors of the memory
  const missing = ADAPTER_COUNTS.find(
    ([key]) => !key.startsWith("Memory") && toCount(facts.get(key)) === null,
  );
  if (bad !== undefined) {
    controller.state = bad[1];
    controller.stateText = `${bad[0]}: ${facts.get(bad[0])}`;
  } else if (missing !== undefined) controller.gaps.push(gap("output-truncated", missing[0], controller.id));
  else {
    controller.state = "ok";
    controller.stateText = "Failed Disks: 0";
  }
  return controller;
}

function readBattery(adapter: string, facts: Facts): ControllerReading {
  const controller = emptyController(`Adapter ${adapter}`);
  const stateText = cleanText(facts.get("Battery State"));
  const charge = toPercent(facts.get("Relative State of Charge"));
  const isCharging = /^charging/i.test(facts.get("Charging Status") ?? "");
  const alarm = [...facts].flatMap(([key, value]) => {
    const [, , state] = BATTERY_ALARMS.find(([words, bad]) => words.test(key) && bad.test(value)) ?? [];
    return state === undefined ? [] : [{ state, text: `${key}: ${value}` }];
  });
  const said: { state: BatteryState; text: string }[] = [...alarm];
  if (stateText !== null) said.push({ state: meaningOf(BATTERY_WORDS, stateText), text: stateText });
  if (isCharging) said.push({ state: "charging", text: `Charging Status: Charging` });
  else if (charge !== null && charge <= LOW_CHARGE_PERCENT)
    said.push({ state: "warning", text: `Relative State of Charge: ${charge} %` });
  else if (charge !== null && stateText === null)
    said.push({ state: "ok", text: `Relative State of Charge: ${charge} %` });
  const order: readonly BatteryState[] = ["ok", "charging", "unknown", "warning", "failed"];
  const worst = said.toSorted((a, b) => order.indexOf(b.state) - order.indexOf(a.state))[0];
  if (worst === undefined) controller.gaps.push(gap("output-truncated", null, controller.id));
  controller.battery = worst?.state ?? "unknown";
  controller.batteryText = cleanText(worst?.text);
  return controller;
}

function readVirtualDrive({ adapter, number, facts, drives }: MegacliVirtualDrive): ArrayReading {
  const name = `Adapter ${adapter} Virtual Drive ${number}`;
  const array = emptyArray(name, name, "megaraid");
  array.level = raidLevel(facts);
  array.sizeBytes = toScaledCount(facts.get("Size"));
  const text = cleanText(facts.get("State"));
  if (text === null) array.gaps.push(gap("output-truncated", null, name));
  else array.signals.push({ source: "MegaCli", text, state: meaningOf(ARRAY_WORDS, text) });
  // blocks that no redundancy could mend; how many is not said
  if (/^yes$/i.test(facts.get("Bad Blocks Exist") ?? "")) array.unrecoveredErrors = 1;
  setMembers(array, drives.map(toMember));
  const perSpan = toCount(facts.get("Number Of Drives per span") ?? facts.get("Number Of Drives"));
  const spans = toCount(facts.get("Span Depth")) ?? 1;
  if (perSpan !== null && perSpan > 0) {
    const places = facts.has("Number Of Drives per span") ? perSpan * Math.max(1, spans) : perSpan;
    // a drive that is gone is not listed at all
    array.expectedMembers = Math.min(Math.max(places, array.expectedMembers ?? 0), MAX_MEMBERS);
  }
  addMemberSignal(array);
  if (array.members.some(({ state }) => state === "rebuilding")) {
    array.operation = {
      kind: "rebuild",
      isWaiting: false,
      donePercent: null,
      remainingSeconds: null,
      bytesPerSecond: null,
    };
  } else array.operation = ongoing(facts);
  return array;
}

/** @param facts `Check Consistency : Completed 36%, Taken 10 min.` and the like, below `Ongoing Progresses` */
function ongoing(facts: Facts): ArrayReading["operation"] {
  for (const [key, value] of facts) {
    const [, percent] = /^Completed (\d{1,3})%/i.exec(value) ?? [];
    if (percent === undefined) continue;
    const kind = /consistency/i.test(key)
      ? "check"
      : /initiali/i.test(key)
        ? "initialise"
        : /reconstruct/i.test(key)
          ? "migrate"
          : "other";
    return {
      kind,
      isWaiting: false,
      donePercent: toPercent(percent),
      remainingSeconds: null,
      bytesPerSecond: null,
    };
  }
  return null;
}

/** @param facts `Primary-1, Secondary-0, RAID Level Qualifier-0`: a second level with several spans makes 10, 50 or 60 */
function raidLevel(facts: Facts): string | null {
  const text = cleanText(facts.get("RAID Level"));
  const [, primary] = /^Primary-(\d)\b/.exec(text ?? "") ?? [];
  if (primary === undefined) return text;
  const spans = toCount(facts.get("Span Depth")) ?? 1;
  return spans > 1 && primary !== "0" ? `RAID ${primary}0` : `RAID ${primary}`;
}

function driveState(facts: Facts): { text: string; state: ReportedState } | null {
  const text = cleanText(facts.get("Firmware state"));
  if (text === null) return null;
  const foreign = cleanText(facts.get("Foreign State"));
  if (foreign !== null && !/^none$/i.test(foreign)) return { text: `${text}, ${foreign}`, state: "warning" };
  return { text, state: meaningOf(DRIVE_WORDS, text) };
}

function toMember({ facts }: MegacliDrive): ArrayMember {
  const reported = driveState(facts);
  return arrayMember({
    name: placeOf(facts),
    slot: cleanText(facts.get("Slot Number")),
    serial: inquiryOf(facts).serial,
    state: MEMBER_OF_REPORTED[reported?.state ?? "unknown"],
    stateText: reported?.text ?? null,
  });
}

function placeOf(facts: Facts): string {
  return `${cleanText(facts.get("Enclosure Device ID")) ?? ""}:${cleanText(facts.get("Slot Number")) ?? "?"}`;
}

function readDrive({ adapter, facts }: MegacliDrive): DiskReading {
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
function inquiryOf(facts: Facts): { serial: string | null; model: string | null } {
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
