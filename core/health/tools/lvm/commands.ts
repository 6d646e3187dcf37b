/** What is run of LVM. Sizes in bytes without a unit; hidden volumes too, because a RAID volume's parts are. */
import type { ToolCommand } from "../../machine/machine.ts";

const REPORT = ["--reportformat", "json", "--units", "b", "--nosuffix"] as const;

/** Without `lv_health_status` nothing would tell that a volume is partial. */
const VOLUME_COLUMNS = [
  "vg_name",
  "lv_name",
  "lv_uuid",
  "lv_attr",
  "lv_layout",
  "lv_size",
  "lv_health_status",
  "raid_sync_action",
  "raid_mismatch_count",
  "sync_percent",
  "data_percent",
  "metadata_percent",
];
const GROUP_COLUMNS = ["vg_name", "vg_uuid", "vg_attr", "vg_size", "vg_missing_pv_count"];
const DEVICE_COLUMNS = ["vg_name", "pv_name", "pv_uuid", "pv_attr", "pv_size"];

export const VOLUMES: ToolCommand = {
  program: "lvs",
  args: ["-a", ...REPORT, "-o", VOLUME_COLUMNS.join(",")],
};
export const GROUPS: ToolCommand = { program: "vgs", args: [...REPORT, "-o", GROUP_COLUMNS.join(",")] };
export const DEVICES: ToolCommand = { program: "pvs", args: [...REPORT, "-o", DEVICE_COLUMNS.join(",")] };
