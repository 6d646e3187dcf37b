import type { DamageCounter, FailureBand } from "../../../../shared/health-findings.ts";
import type { DiskReading } from "../../../../shared/model/health-reading.ts";
import type { Finding, FindingLevel } from "../../../../shared/model/health-verdict.ts";
import { type DiskHistory, isRising, trendOf } from "./disk-history.ts";
import type { DiskRule } from "./disk-rule.ts";
import { failureBand } from "./failure-bands.ts";

/** What a counter of damage means when it is above zero, and when it rises. Data that could not be read weighs more than spare sectors put to use. */
const LEVELS: Readonly<
  Record<DamageCounter, { readonly present: FindingLevel; readonly rising: FindingLevel }>
> = {
  pendingSectors: { present: "warning", rising: "failing" },
  offlineUncorrectable: { present: "warning", rising: "failing" },
  reportedUncorrectable: { present: "warning", rising: "failing" },
  mediaErrors: { present: "warning", rising: "failing" },
  uncorrectedReads: { present: "warning", rising: "failing" },
  uncorrectedWrites: { present: "warning", rising: "failing" },
  reallocatedSectors: { present: "warning", rising: "failing" },
  endToEndErrors: { present: "warning", rising: "failing" },
  spinRetries: { present: "warning", rising: "failing" },
  // a controller counts here only that the drive predicted its own failure
  predictedFailures: { present: "failing", rising: "failing" },
};
const COUNTERS = Object.keys(LEVELS) as readonly DamageCounter[];

/** More failures than disks within a year: who has no earlier reading should not wait for one. */
const ALARMING_PERCENT = 100;

/** Counters of damage to the medium: any is a warning, one that rises a failing disk. */
export const damage: DiskRule = (reading, history) =>
  COUNTERS.flatMap((counter) => judge(counter, reading, history));

function judge(
  counter: DamageCounter,
  reading: DiskReading,
  history: DiskHistory | undefined,
): readonly Finding[] {
  const value = reading.metrics[counter];
  if (value === null || value <= 0) return [];
  const band = failureBand(counter, value, reading);
  const trend = trendOf(counter, value, history);
  if (history !== undefined && trend !== undefined && isRising(value, trend, history.nowMs)) {
    // without moving parts blocks wear out one by one, as was planned: spare ones are for that
    const isWear = counter === "reallocatedSectors" && reading.medium === "solid-state";
    const level = isWear ? "warning" : LEVELS[counter].rising;
    return [{ code: "DISK_DAMAGE_RISING", level, details: { counter, value, trend, band } }];
  }
  const level = trend === undefined && isAlarming(band) ? "failing" : LEVELS[counter].present;
  return [{ code: "DISK_DAMAGE_PRESENT", level, details: { counter, value, trend: trend ?? null, band } }];
}

function isAlarming(band: FailureBand | null): boolean {
  return band !== null && band.lowPercent >= ALARMING_PERCENT;
}
