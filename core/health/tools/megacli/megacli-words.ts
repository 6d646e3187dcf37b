import type { ARRAY_STATES } from "../../../../shared/model/health-reading.ts";
import type { BatteryState, ReportedState, StateWords } from "../../reading/state-words.ts";

/** The firmware's state of a drive, with what it does behind a comma: `Online, Spun Up`. */
export const DRIVE_WORDS: StateWords<ReportedState> = [
  [/^(?:Online|JBOD|System)\b/i, "ok"],
  [/^Hot ?spare\b/i, "spare"],
  [/^Unconfigured ?\(good\)/i, "unconfigured"],
  [/^(?:Rebuild|Copyback)/i, "rebuilding"],
  [/^Unconfigured ?\(bad\)|^Failed\b|^Offline\b/i, "failed"],
  [/^Missing\b/i, "missing"],
  [/shield|unsupported|foreign/i, "warning"],
];

export const ARRAY_WORDS: StateWords<(typeof ARRAY_STATES)[number]> = [
  [/^Optimal\b/i, "ok"],
  [/^(?:Partially )?Degraded\b|^Sub-?optimal\b|^Recover/i, "degraded"],
  [/^Offline\b|^Failed\b/i, "failed"],
];

export const BATTERY_WORDS: StateWords<BatteryState> = [
  [/^(?:Optimal|Operational|OK|Ready)\b/i, "ok"],
  [/charg|learn/i, "charging"],
  [/fail|missing|replace|dead/i, "failed"],
  [/degraded|attention|low|non ?operational|not operational/i, "warning"],
];

/** Settings of a battery that are bad when they say yes, or say no where yes is good. */
export const BATTERY_ALARMS: readonly (readonly [key: RegExp, bad: RegExp, state: BatteryState])[] = [
  [/^Battery Pack Missing$/i, /^yes$/i, "failed"],
  [/^Battery Replacement required$/i, /^yes$/i, "failed"],
  [/^Pack is about to fail/i, /^yes$/i, "failed"],
  [/^isSOHGood$/i, /^no$/i, "failed"],
  [/^Remaining Capacity Low$/i, /^yes$/i, "warning"],
  [/^I2c Errors Detected$/i, /^yes$/i, "warning"],
];
