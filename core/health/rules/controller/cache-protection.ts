import type { FindingDetails } from "../../../../shared/health-findings.ts";
import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { ControllerRule } from "./controller-rule.ts";

/** A battery that is empty or dead loses no data by itself: what is at risk is the cache, when the power fails. */
const BATTERY_LEVELS: Readonly<Record<FindingDetails["CONTROLLER_BATTERY"]["state"], FindingLevel>> = {
  charging: "note",
  warning: "warning",
  failed: "warning",
  unknown: "unknown",
};

const CACHE_LEVELS: Readonly<Record<FindingDetails["CONTROLLER_CACHE"]["state"], FindingLevel>> = {
  warning: "warning",
  failed: "warning",
  unknown: "unknown",
};

/** The battery or capacitor that keeps what is in the write cache when the power fails. What was not said is nothing. */
export const battery: ControllerRule = ({ battery: state, batteryText }) => {
  if (state === "ok" || state === "none" || (state === "unknown" && batteryText === null)) return undefined;
  const details = { state, text: batteryText ?? state };
  return { code: "CONTROLLER_BATTERY", level: BATTERY_LEVELS[state], details };
};

/** The write cache itself. One that was switched off is somebody's choice. */
export const cache: ControllerRule = ({ cache: state, cacheText }) => {
  if (state === "ok" || state === "off" || state === "none") return undefined;
  if (state === "unknown" && cacheText === null) return undefined;
  return {
    code: "CONTROLLER_CACHE",
    level: CACHE_LEVELS[state],
    details: { state, text: cacheText ?? state },
  };
};
