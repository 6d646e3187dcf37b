import type { DiskRule } from "./disk-rule.ts";

/**
 * The drive's own overall assessment. An NVMe drive fails it for any warning bit, also for heat alone: where the bits are known,
 * they say more.
 */
export const saysFailing: DiskRule = ({ selfAssessment, flags, protocol, nvmeWarnings, attributes }) => {
  if (protocol === "nvme" && nvmeWarnings.length > 0) return undefined;
  const isNamed = attributes.some(({ failed, isPrefail }) => failed === "now" && isPrefail);
  const isPrefailUnnamed = flags.isPrefailNow && !isNamed;
  if (selfAssessment !== "failed" && !flags.isFailing && !isPrefailUnnamed) return undefined;
  return { code: "DISK_SAYS_FAILING", level: "failing", details: {} };
};
