import type { ControllerReading } from "../../../../shared/model/health-reading.ts";
import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { ControllerRule } from "./controller-rule.ts";

/** A battery that is empty or dead loses no data by itself: what is at risk is the cache, when the power fails. */
const BATTERY_LEVELS: Readonly<Partial<Record<ControllerReading["battery"], FindingLevel>>> = {
  charging: "note",
  warning: "warning",
  failed: "warning",
};

const CACHE_LEVELS: Readonly<Partial<Record<ControllerReading["cache"], FindingLevel>>> = {
  warning: "warning",
  failed: "warning",
};

/** The battery or capacitor that keeps what is in the write cache when the power fails. */
export const battery: ControllerRule = (reading) => {
  const level = levelOf(BATTERY_LEVELS[reading.battery], reading.battery, reading.batteryText);
  if (level === undefined) return undefined;
  return { code: "CONTROLLER_BATTERY", level, details: { text: reading.batteryText ?? reading.battery } };
};

/** The write cache itself. One that was switched off is somebody's choice. */
export const cache: ControllerRule = (reading) => {
  const level = levelOf(CACHE_LEVELS[reading.cache], reading.cache, reading.cacheText);
  if (level === undefined) return undefined;
  return { code: "CONTROLLER_CACHE", level, details: { text: reading.cacheText ?? reading.cache } };
};

/** What was said, but by a word that nobody knows, is unknown; what was not said is nothing. */
function levelOf(
  level: FindingLevel | undefined,
  state: string,
  text: string | null,
): FindingLevel | undefined {
  return state === "unknown" && text !== null ? "unknown" : level;
}
