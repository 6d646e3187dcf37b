import type { ControllerReading, ToolReading } from "../../../../shared/model/health-reading.ts";
import { emptyController, gap } from "../../reading/empty.ts";
import { toCount, toPercent } from "../../reading/numbers.ts";
import { type BatteryState, meaningOf } from "../../reading/state-words.ts";
import { cleanText } from "../../reading/text.ts";
import type { Facts } from "./megacli-outline.ts";
import { BATTERY_ALARMS, BATTERY_WORDS } from "./megacli-words.ts";

/** A battery charged less than this does not keep the cache as long as it promises. */
const LOW_CHARGE_PERCENT = 80;

/** Counts of what is bad, and what they say of the adapter. */
const ADAPTER_COUNTS = [
  ["Degraded", "degraded"],
  ["Offline", "degraded"],
  ["Failed Disks", "degraded"],
  ["Memory Uncorrectable Errors", "degraded"],
  ["Critical Disks", "warning"],
] as const;

/** What an adapter counts of its arrays and drives. */
export function readAdapter(adapter: string, facts: Facts): ControllerReading {
  const controller = emptyController(`Adapter ${adapter}`);
  controller.model = cleanText(facts.get("Product Name"));
  const bad = ADAPTER_COUNTS.find(([key]) => (toCount(facts.get(key)) ?? 0) > 0);
  // older versions do not count errors of the memory
  const missing = ADAPTER_COUNTS.find(
    ([key]) => !key.startsWith("Memory") && toCount(facts.get(key)) === null,
  );
  if (bad !== undefined) {
    controller.state = bad[1];
    controller.stateText = cleanText(`${bad[0]}: ${facts.get(bad[0])}`);
  } else if (missing !== undefined) controller.gaps.push(gap("output-truncated", missing[0], controller.id));
  else {
    controller.state = "ok";
    controller.stateText = "Failed Disks: 0";
  }
  return controller;
}

/** The battery or capacitor of an adapter's write cache: the worst that is said of it. */
export function readBattery(adapter: string, facts: Facts): ControllerReading {
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

/** @param message what the tool says of a battery that it cannot read */
export function addBatteryFailure(reading: ToolReading, adapter: string, message: string): void {
  const id = `Adapter ${adapter}`;
  // a controller without a battery answers with an error, and is none the worse for it
  if (!/not present|absent|not supported/i.test(message)) {
    reading.gaps.push(gap("tool-failed", message, id));
    return;
  }
  if (reading.controllers.some((controller) => controller.id === id)) return;
  reading.controllers.push({ ...emptyController(id), battery: "none", batteryText: cleanText(message) });
}
