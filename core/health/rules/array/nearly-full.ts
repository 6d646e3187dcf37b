import type { ArrayRule } from "./array-facts.ts";

/** From here on a full pool is soon: backups to it fail, and a thin pool that is full damages the file systems on it. */
const WARNING_PERCENT = 90;
const FAILING_PERCENT = 98;

/** Pools whose fill their tool tells; the fill of ordinary file systems is watched elsewhere. */
export const nearlyFull: ArrayRule = ({
  reading: { thinPoolUsedPercent, technology, sizeBytes, usedBytes },
}) => {
  const isPool = technology === "zfs" && sizeBytes !== null && sizeBytes > 0 && usedBytes !== null;
  const usedPercent =
    thinPoolUsedPercent ?? (isPool ? Math.min(100, Math.floor((usedBytes / sizeBytes) * 100)) : null);
  if (usedPercent === null || usedPercent < WARNING_PERCENT) return undefined;
  const level = usedPercent >= FAILING_PERCENT ? "failing" : "warning";
  return { code: "ARRAY_NEARLY_FULL", level, details: { usedPercent } };
};
