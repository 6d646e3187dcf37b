import type { NVME_WARNINGS } from "../../../../shared/model/health-reading.ts";
import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { DiskRule } from "./disk-rule.ts";

const LEVELS: Readonly<Record<(typeof NVME_WARNINGS)[number], FindingLevel>> = {
  "spare-low": "failing",
  "reliability-degraded": "failing",
  "read-only": "failing",
  temperature: "warning",
  // these protect what is on its way to the disk when the power goes; what is stored is as well as before
  "backup-failed": "warning",
  "persistent-memory": "warning",
};

/** Bits of NVMe's critical warning. They tell of now, not of once. */
export const nvmeWarnings: DiskRule = (reading) =>
  reading.nvmeWarnings.map((warning) => ({
    code: "DISK_NVME_WARNING",
    level: LEVELS[warning],
    details: { warning },
  }));
