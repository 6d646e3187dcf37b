/** What the kernel of this machine can do. A part that is loaded when it is needed is loaded to find out. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** Whether file systems of this type can be made and mounted here. */
export function hasFileSystem(type: string): boolean {
  spawnSync("modprobe", [type]);
  return (
    existsSync("/dev/loop-control") && readFileSync("/proc/filesystems", "utf8").split(/\s+/).includes(type)
  );
}

/** Whether LVM can make snapshots here. */
export function hasVolumeSnapshots(): boolean {
  spawnSync("modprobe", ["dm_snapshot"]);
  const { stdout } = spawnSync("dmsetup", ["targets"], { encoding: "utf8" });
  return existsSync("/dev/loop-control") && /^snapshot /m.test(stdout ?? "");
}
