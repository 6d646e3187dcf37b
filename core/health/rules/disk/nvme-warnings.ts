import type { NVME_WARNINGS } from "../../../../shared/model/health-reading.ts";
import type { FindingLevel } from "../../../../shared/model/health-verdict.ts";
import type { DiskRule } from "./disk-rule.ts";

const LEVELS: Readonly<Record<(typeof NVME_WARNINGS)[number], FindingLevel>> = {
  "spare-low": "failing",
  "reliability-degraded": "failing",
  "read-only": "failing",
  // the drive calls itself failed by these, though what is stored is as well as before: what comes next is at risk
  "backup-failed": "failing",
  "persistent-memory": "failing",
  // it calls itself failed by this as well, but air mends it
  temperature: "warning",
  // nobody knows what it means, and it means something
  other: "warning",
};

/** Bits of NVMe's critical warning. They tell of now, not of once. */
export const nvmeWarnings: DiskRule = (reading) =>
  reading.nvmeWarnings.map((warning) => ({
    code: "DISK_NVME_WARNING",
    level: LEVELS[warning],
    details: { warning },
  }));
