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
import { joinReadings } from "../../reading/join-readings.ts";
import { isBlank } from "../../reading/json.ts";
import { arrayMember } from "../../reading/member.ts";
import { leadingCount, toCelsius, toCount, toPercent, toScaledCount } from "../../reading/numbers.ts";
import { addMemberSignal, setMembers } from "../../reading/set-members.ts";
import { meaningOf } from "../../reading/state-words.ts";
import { cleanText, shorten } from "../../reading/text.ts";
import {
  type ArcconfArray,
  type ArcconfDevice,
  type ArcconfLogical,
  type ArcconfOutline,
  outlineArcconf,
  type Segment,
} from "./arcconf-outline.ts";
import {
  ARRAY_WORDS,
  BATTERY_WORDS,
  CACHE_WORDS,
  CONTROLLER_WORDS,
  DRIVE_WORDS,
  LOGICAL_WORDS,
  SEGMENT_WORDS,
} from "./arcconf-words.ts";

/** Where one begins: what stands before the first is of no program's. */
const ANSWER = /^(?=Controllers found: ?\d)/m;
/** More than there are controllers and questions about each. */
const MAX_ANSWERS = 100;
/** A reading holds no more. */
const MAX_SIGNALS = 50;

/**
 * Reads `arcconf GETCONFIG n`, whole or with `AD`, `LD`, `AR` or `PD`, of Adaptec, PMC and Microchip controllers.
 *
 * Written to real outputs of healthy controllers of the SmartRAID and HBA 1100 families; older spellings and states of broken ones
 * are those of the manual.
 *
 * @returns never an exception; an output that does not end with the tool's own last line is truncated
 */
export function parseArcconf(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  // each question has an answer of its own, of another controller or of other parts
  const parts = text.split(ANSWER, MAX_ANSWERS + 1);
  const answers = parts.filter((part) => ANSWER.test(part));
  const all = joinReadings(answers.length === 0 ? [readAnswer(text)] : answers.map(readAnswer));
  if (parts.length > MAX_ANSWERS) all.gaps.push(gap("output-too-long"));
  return all;
}

function readAnswer(text: string): ToolReading {
  const outline = outlineArcconf(text);
  const reading = emptyReading();
  const controller = readController(outline);
  if (controller !== null) reading.controllers.push(controller);
  // logical devices tell more than the arrays of drives below them, but were not always asked for
  const logicals = outline.logicals.map(readLogical);
  reading.arrays.push(...(logicals.length > 0 ? logicals : outline.arrays.map(readArray)));
  reading.disks.push(...outline.devices.filter(isDisk).map(readDevice));
  if (outline.failure !== null) reading.gaps.push(gap("tool-failed", outline.failure));
  else if (!outline.isComplete) {
    const isNothing = reading.controllers.length + reading.arrays.length + reading.disks.length === 0;
    reading.gaps.push(
      gap(isNothing && outline.controllersFound === null ? "output-unreadable" : "output-truncated"),
    );
  }
  return reading;
}

/** @returns whether it is no enclosure; a device that was cut off before it said what it is counts as a disk */
const isDisk = ({ kind }: ArcconfDevice) => !/enclosure|expander|backplane|maxcache/i.test(kind);

function readController({ controller: facts, battery, logicals }: ArcconfOutline): ControllerReading | null {
  const text = cleanText(facts.get("controller status"));
  if (text === null) return null;
  // which number it was asked by does not stand in its answer
  const controller = emptyController(cleanText(facts.get("controller serial number")) ?? "Adaptec");
  controller.model = cleanText(facts.get("controller model"));
  controller.state = meaningOf(CONTROLLER_WORDS, text);
  controller.stateText = text;
  const temperature = facts.get("temperature") ?? "";
  controller.temperatureC = toCelsius(leadingCount(temperature));
  const [, isNormal] = /\(([^()]{1,60})\)/.exec(temperature) ?? [];
  if (isNormal !== undefined && !/^normal$/i.test(isNormal)) warn(controller, `Temperature: ${temperature}`);
  const defunct = facts.get("defunct disk drive count");
  if ((toCount(defunct) ?? 0) > 0) warn(controller, `Defunct disk drive count: ${defunct}`);
  addLogicalCounts(controller, facts.get("logical devices/failed/degraded"), logicals.length);
  const cache = cleanText(facts.get("cache status"));
  if (cache !== null) {
    controller.cache = meaningOf(CACHE_WORDS, cache);
    controller.cacheText = cache;
  }
  const state =
    batteryText(battery) ?? cleanText(facts.get("battery/capacitor status") ?? facts.get("battery status"));
  if (state !== null) {
    controller.battery = meaningOf(BATTERY_WORDS, state);
    controller.batteryText = state;
  }
  return controller;
}

/** @param counts `2/0/1`, which counts where the logical devices themselves were not asked for */
function addLogicalCounts(controller: ControllerReading, counts: string | undefined, listed: number): void {
  const [, , failed, degraded] = /^(\d{1,4})\/(\d{1,4})\/(\d{1,4})$/.exec(counts ?? "") ?? [];
  if (listed > 0 || (Number(failed ?? 0) === 0 && Number(degraded ?? 0) === 0)) return;
  controller.state = "degraded";
  controller.stateText = `Logical devices/Failed/Degraded: ${counts}`;
}

function warn(controller: ControllerReading, text: string): void {
  if (controller.state !== "ok") return;
  controller.state = "warning";
  controller.stateText = cleanText(text);
}

function batteryText(battery: ReadonlyMap<string, string>): string | null {
  for (const [key, value] of battery) {
    if (key === "status" || /(?:battery|capacitor|backup unit|supercap).{0,20} status$/.test(key))
      return cleanText(value);
  }
  return null;
}

function readLogical({ number, facts, segments }: ArcconfLogical): ArrayReading {
  const name = `Logical device ${number}`;
  const array = emptyArray(
    cleanText(facts.get("volume unique identifier") ?? facts.get("unique identifier")) ?? name,
    name,
    "adaptec",
  );
  const level = cleanText(facts.get("raid level"));
  array.level = level === null || !/^\d/.test(level) ? level : `RAID ${level}`;
  array.sizeBytes = toScaledCount(facts.get("size"));
  const text = cleanText(facts.get("status of logical device"));
  if (text === null) array.gaps.push(gap("output-truncated", null, name));
  else array.signals.push({ source: "logical device", text, state: meaningOf(LOGICAL_WORDS, text) });
  if (/^yes$/i.test(facts.get("failed stripes") ?? "")) array.unrecoveredErrors = 1; // how many is not said
  setMembers(array, segments.map(toMember));
  addMemberSignal(array);
  const isRebuilding =
    /rebuild/i.test(text ?? "") || array.members.some(({ state }) => state === "rebuilding");
  const isReshaping = /reconfigur|expand|migrat|morph|transform/i.test(text ?? "");
  if (isRebuilding || isReshaping) {
    const [, percent] = /(\d{1,3}) ?%/.exec(text ?? "") ?? [];
    const kind = isRebuilding ? "rebuild" : "migrate";
    array.operation = {
      kind,
      isWaiting: false,
      donePercent: toPercent(percent),
      remainingSeconds: null,
      bytesPerSecond: null,
    };
  }
  return array;
}

function readArray({ number, facts, segments }: ArcconfArray): ArrayReading {
  const name = `Array ${cleanText(facts.get("name")) ?? number}`;
  const array = emptyArray(name, name, "adaptec");
  array.sizeBytes = toScaledCount(facts.get("total size"));
  const text = cleanText(facts.get("status"));
  if (text === null) array.gaps.push(gap("output-truncated", null, name));
  else array.signals.push({ source: "array", text, state: meaningOf(ARRAY_WORDS, text) });
  for (const [key, value] of facts) {
    if (!/^logical \d+$/.test(key)) continue;
    const state = cleanText(value.replace(/ ?\(.*$/, "")) ?? "?";
    array.signals.push({ source: key, text: state, state: meaningOf(LOGICAL_WORDS, state) });
  }
  array.signals.splice(MAX_SIGNALS);
  setMembers(array, segments.map(toMember));
  return array;
}

/** @param segment `Present (…, Enclosure:1, Slot:0) SERIAL`; older versions name controller, channel and device instead */
function toMember({ name, text }: Segment): ArrayMember {
  const [, slot] = /\bSlot:(\d{1,4})\b/i.exec(text) ?? [];
  const [, serial] = /\)\s*(\S{1,60})$/.exec(text) ?? [];
  return arrayMember({
    name: cleanText(name),
    slot: slot ?? null,
    serial: cleanSerial(serial),
    state: meaningOf(SEGMENT_WORDS, text),
    stateText: cleanText(text.replace(/\s*\(.*$/, "")),
  });
}

function readDevice({ channel, number, facts }: ArcconfDevice): DiskReading {
  const disk = emptyDisk();
  const location = facts.get("reported location") ?? "";
  const [, enclosure] = /\bEnclosure (\w{1,20})/.exec(location) ?? [];
  const [, slot] = /\bSlot (\d{1,4})\b/.exec(location) ?? [];
  const device = `${channel},${number}`;
  disk.place = {
    device,
    deviceType: null,
    controller: null,
    enclosure: enclosure ?? null,
    slot: slot ?? null,
  };
  disk.identity = {
    serial: cleanSerial(facts.get("serial number")),
    wwn: cleanWwn(facts.get("world-wide name")),
    model: cleanText(facts.get("model")),
    firmware: cleanText(facts.get("firmware")),
    sizeBytes: toScaledCount(facts.get("total size") ?? facts.get("size")),
  };
  const speed = facts.get("transfer speed") ?? "";
  disk.protocol = /sata/i.test(speed)
    ? "ata"
    : /nvme|pcie/i.test(speed)
      ? "nvme"
      : /sas/i.test(speed)
        ? "scsi"
        : "unknown";
  disk.medium =
    facts.get("ssd") === "Yes" ? "solid-state" : facts.get("ssd") === "No" ? "spinning" : "unknown";
  const text = cleanText(facts.get("state"));
  if (text === null) disk.gaps.push(gap("output-truncated", null, device));
  else disk.reported = { text: withReason(text, facts), state: meaningOf(DRIVE_WORDS, text) };
  disk.isReadable = text !== null;
  // the drive warned of its own failure so often
  disk.flags.isFailing = (toCount(facts.get("s.m.a.r.t. warnings")) ?? 0) > 0;
  disk.metrics.mediaErrors = sum(facts, ["hard read errors", "hard write errors", "media failures"]);
  disk.metrics.predictedFailures = toCount(facts.get("predictive failures"));
  disk.metrics.temperatureC = toCelsius(
    leadingCount(facts.get("current temperature") ?? facts.get("temperature") ?? ""),
  );
  disk.metrics.temperatureWarnC = toCelsius(leadingCount(facts.get("threshold temperature") ?? ""));
  disk.metrics.powerOnHours = toCount(facts.get("power on hours"));
  return disk;
}

function withReason(state: string, facts: ReadonlyMap<string, string>): string {
  const reason = cleanText(facts.get("last failure reason"));
  return reason === null || /^(?:no failure|not applicable)$/i.test(reason)
    ? state
    : shorten(`${state} (${reason})`);
}

function sum(facts: ReadonlyMap<string, string>, keys: readonly string[]): number | null {
  const counts = keys.map((key) => toCount(facts.get(key))).filter((count) => count !== null);
  return counts.length === 0 ? null : toCount(counts.reduce((total, count) => total + count, 0));
}
