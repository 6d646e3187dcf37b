import type { DiskRule } from "./disk-rule.ts";

/** The latest self-test that came to an end. One that was stopped proves nothing. */
export const selfTestFailed: DiskRule = ({ selfTest }) => {
  if (selfTest?.outcome !== "failed") return undefined;
  const { atPowerOnHours, firstErrorAt } = selfTest;
  return { code: "DISK_SELF_TEST_FAILED", level: "warning", details: { atPowerOnHours, firstErrorAt } };
};
