import { trendOf } from "./disk-history.ts";
import type { DiskRule } from "./disk-rule.ts";
import { failureBand } from "./failure-bands.ts";

/** Disks with up to so many failed no more often than those with none: a restart or a loose plug makes a few. */
const USUAL = 100;

/** Commands that got no answer in time, already taken apart where a maker packs three counters into one number. */
export const commandTimeouts: DiskRule = (reading, history) => {
  const value = reading.metrics.commandTimeouts;
  if (value === null || value <= USUAL) return undefined;
  const trend = trendOf("commandTimeouts", value, history) ?? null;
  const band = failureBand("commandTimeouts", value, reading);
  return { code: "DISK_COMMAND_TIMEOUTS", level: "warning", details: { value, trend, band } };
};
