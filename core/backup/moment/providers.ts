import { createApfsSnapshots } from "./apfs-snapshots.ts";
import { createBtrfsSnapshots } from "./btrfs-snapshots.ts";
import type { FsSnapshots } from "./fs-snapshots.ts";
import { createLvmSnapshots } from "./lvm-snapshots.ts";
import type { RunTool } from "./run-tool.ts";
import { createVssSnapshots } from "./vss-snapshots.ts";
import { createZfsSnapshots } from "./zfs-snapshots.ts";

/** @returns all ways this system may have, the cheapest first */
export function createProviders(
  run: RunTool,
  nameNext: () => string,
  platform: NodeJS.Platform = process.platform,
): readonly FsSnapshots[] {
  if (platform === "win32") return [createVssSnapshots(run, nameNext)];
  if (platform === "darwin") return [createApfsSnapshots(run, nameNext)];
  if (platform !== "linux") return [];
  return [
    createBtrfsSnapshots(run, nameNext),
    createZfsSnapshots(run, nameNext),
    createLvmSnapshots(run, nameNext),
  ];
}
