/**
 * Snapshots of ZFS file systems, which ZFS shows by itself in a folder `.zfs/snapshot` of each. Written to its documentation; not tried
 * on a machine with ZFS.
 *
 * @source zfs-snapshot(8), zfs-destroy(8), zfsprops(7) "snapdir"
 */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { type FsSnapshots, NoMoment } from "./fs-snapshots.ts";
import type { RunTool } from "./run-tool.ts";
import type { VolumeMount } from "./volume-mounts.ts";

export function createZfsSnapshots(
  run: RunTool,
  nameNext: () => string,
  isThere: (path: string) => boolean = existsSync,
): FsSnapshots {
  /** `pool/file-system@name`, by file system. */
  const made = new Map<string, string>();

  async function snapshot({ source }: VolumeMount): Promise<string> {
    const before = made.get(source);
    if (before !== undefined) return before;
    const full = `${source}@${nameNext()}`;
    made.set(source, full); // also when the program does not come to its end
    try {
      await run("zfs", ["snapshot", full]);
    } catch (error) {
      if (!(await allSnapshots(run)).includes(full)) made.delete(source);
      throw error;
    }
    return full;
  }

  return {
    kind: "zfs",
    fits: async ({ type }) => type === "zfs",
    async take({ path, mount }) {
      // the folder of snapshots is at the root of a file system, which a mount of a part of it does not show
      if (mount.root !== "/") throw new NoMoment("unsupported");
      const full = await snapshot(mount);
      const root = join(mount.point, ".zfs", "snapshot", full.slice(full.indexOf("@") + 1));
      if (!isThere(root)) throw new NoMoment("failed", root);
      const at = join(root, relative(mount.point, path));
      return { places: [{ path, at, device: { live: mount.point, at: root } }], live: [] };
    },
    async isWhole() {
      const there = new Set(await allSnapshots(run));
      return [...made.values()].every((full) => there.has(full));
    },
    async release() {
      const left: string[] = [];
      for (const [source, full] of made) {
        if (await destroy(run, full)) made.delete(source);
        else left.push(full);
      }
      return left;
    },
    async removeLeftovers(isLeftover, mounts) {
      if (!mounts.some(({ type }) => type === "zfs")) return 0;
      let removed = 0;
      for (const full of await allSnapshots(run))
        if (isLeftover(full.slice(full.indexOf("@") + 1)) && (await destroy(run, full))) removed += 1;
      return removed;
    },
  };
}

async function allSnapshots(run: RunTool): Promise<readonly string[]> {
  try {
    const text = await run("zfs", ["list", "-H", "-t", "snapshot", "-o", "name"]);
    return text.split("\n").filter((line) => line.includes("@"));
  } catch (error) {
    if (error instanceof NoMoment) return [];
    throw error;
  }
}

/** Only ever a snapshot: a name without `@` would be a whole file system. */
async function destroy(run: RunTool, full: string): Promise<boolean> {
  if (!full.includes("@backstay-")) return false;
  try {
    await run("zfs", ["destroy", full]);
    return true;
  } catch (error) {
    if (error instanceof NoMoment) return !(await allSnapshots(run)).includes(full);
    throw error;
  }
}
