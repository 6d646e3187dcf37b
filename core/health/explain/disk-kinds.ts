import { at } from "../reading/json.ts";
import { parseSmartLog } from "../tools/nvme-cli/parse-smart-log.ts";
import { judgeScan } from "../tools/smartctl/judge-scan.ts";
import { parseScan } from "../tools/smartctl/parse-scan.ts";
import { isSmartctlText, parseSmartctl } from "../tools/smartctl/parse-smartctl.ts";
import type { OutputKind } from "./output-kind.ts";

/** Outputs about disks alone. */
export const DISK_KINDS = {
  "smartctl-scan": {
    about: "disk",
    parse: parseScan,
    judge: judgeScan,
    looksLike: ({ head, json }) =>
      at(json, "smartctl") !== undefined
        ? Array.isArray(at(json, "devices")) || isScanCommand(at(json, "smartctl", "argv"))
        : /"smartctl"\s*:/.test(head) && /"--scan(?:-open)?"/.test(head),
  },
  smartctl: {
    about: "disk",
    parse: parseSmartctl,
    looksLike: ({ head, json }) =>
      ["smartctl", "smart_status", "ata_smart_attributes", "nvme_smart_health_information_log"].some(
        (key) => at(json, key) !== undefined,
      ) ||
      /"smartctl"\s*:\s*\{/.test(head) ||
      isSmartctlText(head),
  },
  nvme: {
    about: "disk",
    parse: parseSmartLog,
    looksLike: ({ json }) =>
      at(json, "critical_warning") !== undefined &&
      (at(json, "avail_spare") !== undefined || at(json, "data_units_read") !== undefined),
  },
} as const satisfies Readonly<Record<string, OutputKind>>;

function isScanCommand(argv: unknown): boolean {
  return Array.isArray(argv) && (argv.includes("--scan") || argv.includes("--scan-open"));
}
