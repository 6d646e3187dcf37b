/** What is run to learn of md's arrays. `/proc/mdstat` and sysfs tell most of it, and may be read by anybody. */
import type { ToolCommand } from "../../machine/machine.ts";

/** `md0`, `md_d0`, `md127p1`; in `/dev` also `md/name`. */
const BLOCK_NAME = /^md[A-Za-z0-9_]{1,30}$/;
const DEVICE = /^\/dev\/md\/?[A-Za-z0-9_][A-Za-z0-9_.:-]{0,99}$/;

/** Files of an array's sysfs folder that say how it is. All others would be read in vain, and `bad_blocks` can be long. */
const FILES = [
  "array_state",
  "degraded",
  "level",
  "raid_disks",
  "metadata_version",
  "component_size",
  "uuid",
  "sync_action",
  "sync_completed",
  "sync_speed",
  "mismatch_cnt",
  "state",
  "slot",
  "errors",
] as const;

export const MDSTAT: ToolCommand = { program: "cat", args: ["/proc/mdstat"] };

/**
 * Prints an array's files with their paths.
 *
 * @param name as in `/proc/mdstat`
 * @returns undefined when md gives no such names
 */
export function readSysfs(name: string): ToolCommand | undefined {
  if (!BLOCK_NAME.test(name)) return undefined;
  const files = FILES.map((file) => `--include=${file}`);
  return { program: "grep", args: ["-rsH", ...files, ".", `/sys/block/${name}/md`] };
}

/** @returns undefined when md gives no such names */
export function readDetail(device: string, form: "text" | "export"): ToolCommand | undefined {
  if (!DEVICE.test(device)) return undefined;
  return { program: "mdadm", args: ["--detail", ...(form === "export" ? ["--export"] : []), device] };
}

/** Reads the superblocks of members, by which an array that is not running can still be known. */
export function readSuperblocks(devices: readonly string[]): ToolCommand | undefined {
  const isKnown =
    devices.length > 0 &&
    devices.every((device) => /^\/dev\/[A-Za-z0-9][A-Za-z0-9/_.:-]{0,199}$/.test(device));
  return isKnown ? { program: "mdadm", args: ["--examine", ...devices] } : undefined;
}
