import { isRising, trendOf } from "./disk-history.ts";
import type { DiskRule } from "./disk-rule.ts";
import { failureBand } from "./failure-bands.ts";

/** So few may have come from one plug that was moved. The counter never goes back, so without history nobody can tell when. */
const NOTED_ONLY = 9;

/** Errors between disk and controller: the cable or the backplane, not the medium. */
export const cableErrors: DiskRule = (reading, history) => {
  const value = reading.metrics.interfaceCrcErrors;
  if (value === null || value <= 0) return undefined;
  const trend = trendOf("interfaceCrcErrors", value, history);
  const isWorse =
    history !== undefined && trend !== undefined ? isRising(value, trend, history.nowMs) : value > NOTED_ONLY;
  return {
    code: "DISK_CABLE_ERRORS",
    level: isWorse ? "warning" : "note",
    details: { value, trend: trend ?? null, band: failureBand("interfaceCrcErrors", value, reading) },
  };
};
