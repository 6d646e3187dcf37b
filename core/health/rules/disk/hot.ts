import type { DiskRule } from "./disk-rule.ts";

/** Heat, by the drive's own limits only: a number that fits all disks does not exist. */
export const hot: DiskRule = ({ metrics: { temperatureC, temperatureWarnC, temperatureCriticalC } }) => {
  if (temperatureC === null) return undefined;
  const isCritical = temperatureCriticalC !== null && temperatureC >= temperatureCriticalC;
  const limitC = isCritical ? temperatureCriticalC : temperatureWarnC;
  if (limitC === null || temperatureC < limitC) return undefined;
  return { code: "DISK_HOT", level: "warning", details: { temperatureC, limitC, isCritical } };
};
