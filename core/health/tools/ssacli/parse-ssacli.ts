import type { ControllerReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyController, emptyReading, gap, unreadable } from "../../reading/empty.ts";
import { joinReadings } from "../../reading/join-readings.ts";
import { isBlank } from "../../reading/json.ts";
import { toCelsius } from "../../reading/numbers.ts";
import { meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import { unreadableText } from "../../reading/unreadable-text.ts";
import { readSsacliDrive } from "./read-ssacli-drive.ts";
import { readSsacliLogical } from "./read-ssacli-logical.ts";
import { splitSsacli } from "./split-ssacli.ts";
import { outlineSsacli, type SsacliController } from "./ssacli-outline.ts";
import { BATTERY_WORDS, CACHE_WORDS, CONTROLLER_WORDS, NOTHING_THERE } from "./ssacli-words.ts";

/**
 * Reads what ssacli, hpssacli or hpacucli print: `ctrl all show config detail`, `ctrl all show detail`, `ld all show` with or without
 * `detail` or `status`, `pd all show` likewise.
 *
 * Written to real outputs of healthy controllers; words of broken ones are those of the tool's manual and of reports. The tool marks
 * no end, so an output that was cut off between two parts cannot be told from a whole one: what stands there is read. One that
 * ends within a line, within what is told of a drive, or before an array has its least number of drives, is noticed.
 *
 * @returns never an exception
 */
export function parseSsacli(text: string): ToolReading {
  if (isBlank(text)) return unreadable("output-empty");
  return joinReadings(splitSsacli(text).map(readAnswer));
}

function readAnswer(text: string): ToolReading {
  const outline = outlineSsacli(text);
  const reading = emptyReading();
  for (const error of outline.errors.slice(0, 20)) {
    if (NOTHING_THERE.test(error)) continue;
    const isRefused = /administrator|root|permission|privilege/i.test(error);
    const isAbsent = /no controllers?|not detected|not found/i.test(error);
    reading.gaps.push(
      gap(isRefused ? "permission-denied" : isAbsent ? "device-not-opened" : "tool-failed", error),
    );
  }
  for (const controller of outline.controllers.values()) {
    const known = readController(controller);
    if (known !== null) reading.controllers.push(known);
  }
  reading.arrays.push(...outline.logicals.map(readSsacliLogical));
  reading.disks.push(...[...outline.drives.values()].map(readSsacliDrive));
  const isNothing = reading.controllers.length + reading.arrays.length + reading.disks.length === 0;
  if (isNothing && reading.gaps.length === 0) return unreadableText("output-unreadable", text);
  if (outline.isCut) reading.gaps.push(gap("output-truncated"));
  return reading;
}

/** @returns null when the output says nothing of the controller's own health, as those about drives only */
function readController({ name, model, facts, cages }: SsacliController): ControllerReading | null {
  const controller = emptyController(name);
  controller.model = cleanText(model);
  controller.temperatureC = toCelsius(facts.get("Controller Temperature (C)"));
  controller.stateText = cleanText(facts.get("Controller Status"));
  if (controller.stateText !== null) controller.state = meaningOf(CONTROLLER_WORDS, controller.stateText);
  const cage = cages[0];
  if (cage !== undefined && (controller.state === "ok" || controller.stateText === null)) {
    controller.state = "warning";
    controller.stateText = cleanText(cage);
  }
  readCache(controller, facts);
  const isSilent =
    controller.stateText === null && controller.batteryText === null && controller.cacheText === null;
  return isSilent ? null : controller;
}

function readCache(controller: ControllerReading, facts: ReadonlyMap<string, string>): void {
  const cache = cleanText(facts.get("Cache Status"));
  if (facts.get("Cache Board Present") === "False") controller.cache = "none";
  else if (cache !== null) {
    const details = cleanText(facts.get("Cache Status Details"));
    controller.cache = meaningOf(CACHE_WORDS, cache);
    controller.cacheText = details === null ? cache : cleanText(`${cache}: ${details}`);
  }
  const battery = cleanText(facts.get("Battery/Capacitor Status") ?? facts.get("Battery Status"));
  if (battery !== null) {
    controller.battery = meaningOf(BATTERY_WORDS, battery);
    controller.batteryText = battery;
  } else if (facts.get("Battery/Capacitor Count") === "0") controller.battery = "none";
}
