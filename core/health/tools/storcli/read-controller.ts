import type { ControllerReading } from "../../../../shared/model/health-reading.ts";
import { emptyController } from "../../reading/empty.ts";
import { asList, asRecord, at, isRecord, type JsonRecord } from "../../reading/json.ts";
import { toCount } from "../../reading/numbers.ts";
import { type BatteryState, type ControllerState, meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import { temperature } from "./read-drives.ts";
import {
  BATTERY_ALARMS,
  BATTERY_BITS,
  BATTERY_WORDS,
  CONTROLLER_ALARMS,
  CONTROLLER_WORDS,
  spelledOut,
} from "./storcli-words.ts";

const BATTERY_TABLES = ["Cachevault_Info", "BBU_Info", "Energy Pack Info", "Energy_Pack_Info"];
const ALARM_TABLES = ["Firmware_Status", "BBU_Firmware_Status"];

/**
 * The controller itself and the battery of its cache.
 *
 * @param name `/c0`
 * @param complaint what the tool itself wants somebody to look at
 * @returns null when the answer says nothing of their health, as those about drives only
 */
export function readController(
  response: JsonRecord,
  name: string,
  complaint: string | null,
): ControllerReading | null {
  const controller = emptyController(name);
  const status = asRecord(response.Status);
  controller.model = cleanText(at(response, "Basics", "Model")) ?? cleanText(response["Product Name"]);
  controller.temperatureC = temperature(at(response, "HwCfg", "ROC temperature(Degree Celsius)"));
  const text = cleanText(status["Controller Status"]);
  if (text !== null) setState(controller, meaningOf(CONTROLLER_WORDS, text), text);
  if (complaint !== null) setState(controller, "warning", complaint);
  for (const [key, state] of CONTROLLER_ALARMS) {
    if (status[key] === "Yes" || (toCount(status[key]) ?? 0) > 0)
      setState(controller, state, `${key}: ${status[key]}`);
  }
  const enclosures = asList(response["Enclosure LIST"]).filter(isRecord).slice(0, 100);
  for (const { EID, State } of enclosures) {
    if (typeof State === "string" && !/^(?:OK|-|NA?)$/i.test(State))
      setState(controller, "warning", `Enclosure ${EID}: ${State}`);
  }
  readBattery(controller, response, status["BBU Status"]);
  // an adapter without RAID has no state of its own: that it answers is all there is to know
  if (controller.stateText === null && isHostAdapter(response)) controller.state = "ok";
  const isSilent =
    controller.state === "unknown" && controller.stateText === null && controller.batteryText === null;
  return isSilent ? null : controller;
}

/** The controllers of `storcli show`: one line for each, the state of its groups and virtual drives included. */
export function readOverview(response: JsonRecord): ControllerReading[] {
  const rows = asList(response["System Overview"]).filter(isRecord).slice(0, 100);
  const adapters = asList(response["IT System Overview"]).filter(isRecord).slice(0, 100);
  return [
    ...rows.map((row) => {
      const controller = emptyController(overviewName(row));
      controller.model = cleanText(row.Model) ?? cleanText(row["Product Name"]);
      const health = cleanText(row.Hlth) ?? cleanText(row.Status);
      if (health !== null) setState(controller, meaningOf(CONTROLLER_WORDS, health), spelledOut(health));
      const notOptimal = Math.max(toCount(row.DNOpt) ?? 0, toCount(row.VNOpt) ?? 0);
      if (notOptimal > 0) setState(controller, "degraded", `${health ?? "?"}, VNOpt ${notOptimal}`);
      const battery = cleanText(row.BBU) ?? cleanText(row.EPack);
      if (battery !== null) setBattery(controller, meaningOf(BATTERY_WORDS, battery), battery);
      return controller;
    }),
    ...adapters.map((row) => {
      const controller = emptyController(overviewName(row));
      controller.model = cleanText(row.Model);
      controller.state = "ok";
      return controller;
    }),
  ];
}

/** storcli2 has other names for the same columns. */
const overviewName = (row: JsonRecord) => `/c${toCount(row.Ctl ?? row.Ctrl) ?? "?"}`;

/** @returns whether the answer is of an adapter driven by mpt3sas or its forerunner, which passes disks through */
function isHostAdapter(response: JsonRecord): boolean {
  const driver = response["Driver Name"] ?? at(response, "Version", "Driver Name");
  return typeof driver === "string" && /^mpt\d/.test(driver);
}

function readBattery(controller: ControllerReading, response: JsonRecord, bits: unknown): void {
  for (const table of BATTERY_TABLES) {
    for (const row of asList(response[table]).filter(isRecord).slice(0, 100)) {
      const isState = /^(?:Battery )?State$/i.test(String(row.Property ?? ""));
      const text = cleanText(row.Status) ?? cleanText(row.State) ?? (isState ? cleanText(row.Value) : null);
      if (text !== null) setBattery(controller, meaningOf(BATTERY_WORDS, text), text);
    }
  }
  for (const table of ALARM_TABLES) {
    for (const row of asList(response[table]).filter(isRecord).slice(0, 100)) {
      const property = cleanText(row.Property) ?? "";
      const [, state] = BATTERY_ALARMS.find(([words]) => words.test(property)) ?? [];
      if (state !== undefined && row.Value === "Yes") setBattery(controller, state, property);
    }
  }
  if (bits === "NA" || bits === "N/A") setBattery(controller, "none", bits);
  const mask = toCount(bits);
  if (mask !== null) setBattery(controller, ...decodeBattery(mask));
}

/** @param mask one bit for each thing there is to say about the battery */
export function decodeBattery(mask: number): [BatteryState, string] {
  if (mask === 0) return ["ok", "0"];
  const set = BATTERY_BITS.filter((_, bit) => Math.floor(mask / 2 ** bit) % 2 === 1);
  // a bit of which nothing is known is no good news
  const isUnderstood = mask < 2 ** BATTERY_BITS.length;
  const worst = set.reduce<BatteryState>(
    (sum, [, state]) => (isWorse(state, sum) ? state : sum),
    isUnderstood ? "ok" : "warning",
  );
  return [worst, `${mask} (${set.map(([name]) => name).join(", ") || "?"})`];
}

const BATTERY_BY_HARM: readonly BatteryState[] = ["none", "ok", "charging", "unknown", "warning", "failed"];
const STATE_BY_HARM: readonly ControllerState[] = ["ok", "unknown", "warning", "degraded", "failed"];

const isWorse = (state: BatteryState, than: BatteryState) =>
  BATTERY_BY_HARM.indexOf(state) > BATTERY_BY_HARM.indexOf(than);

/** Keeps the worst that was said, and its words. */
function setBattery(controller: ControllerReading, state: BatteryState, text: string): void {
  if (controller.batteryText !== null && !isWorse(state, controller.battery)) return;
  controller.battery = state;
  controller.batteryText = cleanText(text);
}

function setState(controller: ControllerReading, state: ControllerState, text: string): void {
  const isWorseState = STATE_BY_HARM.indexOf(state) > STATE_BY_HARM.indexOf(controller.state);
  if (controller.stateText !== null && !isWorseState) return;
  controller.state = state;
  controller.stateText = cleanText(text);
}
