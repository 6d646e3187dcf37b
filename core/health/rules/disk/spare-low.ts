import type { DiskRule } from "./disk-rule.ts";

/** Below this share of spare blocks a drive has used most of what replaces worn ones, whatever its maker calls the end. */
const LOW_PERCENT = 20;

/** Spare blocks of a drive without moving parts. A drive that says 0 of 0 counts none, and warns by its own bit if at all. */
export const spareLow: DiskRule = ({ metrics: { sparePercent, spareThresholdPercent } }) => {
  if (sparePercent === null || (sparePercent === 0 && spareThresholdPercent === 0)) return undefined;
  const isAtEnd = spareThresholdPercent !== null && sparePercent <= spareThresholdPercent;
  if (!isAtEnd && sparePercent >= LOW_PERCENT) return undefined;
  const details = { sparePercent, thresholdPercent: spareThresholdPercent };
  return { code: "DISK_SPARE_LOW", level: isAtEnd ? "failing" : "warning", details };
};
