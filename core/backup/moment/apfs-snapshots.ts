/**
 * Snapshots of APFS volumes, as Time Machine makes them on the local disk, mounted read-only while they are read. Written to macOS'
 * manual pages; not tried on macOS. One snapshot is of all volumes that Time Machine would back up.
 *
 * @source tmutil(8) "localsnapshot", "deletelocalsnapshots"; mount_apfs(8) "-s"; mount(8)
 */
import { statSync } from "node:fs";
import { posix } from "node:path";
import { isAtOrBelow } from "../../platform/mounts.ts";
import { type FsSnapshots, NoMoment } from "./fs-snapshots.ts";
import {
  forgetSnapshot,
  type NotedSnapshot,
  noteId,
  noteSnapshot,
  removeMade,
  removeNotedLeftovers,
} from "./noted-snapshots.ts";
import type { RunTool } from "./run-tool.ts";
import type { VolumeMount } from "./volume-mounts.ts";

const DATE = /^\d{4}-\d{2}-\d{2}-\d{6}$/;

export function createApfsSnapshots(run: RunTool, nameNext: () => string): FsSnapshots {
  /** By volume; the date is the same for several. */
  const made = new Map<string, NotedSnapshot>();

  async function snapshot({ point }: VolumeMount): Promise<string> {
    const before = made.get(point);
    if (before !== undefined) return before.folder;
    const date = [...made.values()][0]?.id ?? "";
    let noted = noteSnapshot(nameNext());
    try {
      noted = noteId(noted, date === "" ? parseDate(await run("tmutil", ["localsnapshot"])) : date);
      await run("mount_apfs", mountArguments(noted.id, point, noted.folder));
      made.set(point, noted);
      return noted.folder;
    } catch (error) {
      await remove(run, noted);
      throw error;
    }
  }

  return {
    kind: "apfs",
    fits: async ({ type }) => type === "apfs",
    async take({ path, mount }) {
      const folder = await snapshot(mount);
      const at = posix.join(folder, pathInVolume(path, mount.point));
      return { places: [{ path, at, device: { live: mount.point, at: folder } }], live: [] };
    },
    async isWhole() {
      const mounted = parseMacMounts(await run("mount", []));
      return [...made.values()].every(({ folder }) => mounted.some(({ point }) => point === folder));
    },
    async release() {
      // one that is mounted anywhere cannot be removed
      for (const { folder } of made.values()) await unmount(run, folder);
      return await removeMade(made, (noted) => remove(run, noted));
    },
    removeLeftovers: (isLeftover) => removeNotedLeftovers(isLeftover, (noted) => remove(run, noted)),
  };
}

/**
 * What is mounted, as far as it holds one of the paths: macOS shows folders of one volume in another, so that the way of a path does not
 * tell what it lies on.
 */
export async function macVolumes(run: RunTool, paths: readonly string[]): Promise<readonly VolumeMount[]> {
  const devices = new Set(paths.map(deviceOf));
  return parseMacMounts(await run("mount", [])).filter(({ point }) => devices.has(deviceOf(point)));
}

/** @returns the volume that has a path's device */
export function macVolumeOf(path: string, mounts: readonly VolumeMount[]): VolumeMount | undefined {
  const device = deviceOf(path);
  return mounts.find(({ point }) => device !== undefined && deviceOf(point) === device);
}

/** @param text what `mount` writes: `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)` */
export function parseMacMounts(text: string): readonly VolumeMount[] {
  return text.split("\n").flatMap((line): VolumeMount[] => {
    const [, source = "", point = "", list = ""] = /^(.+?) on (\/.*) \(([^()]*)\)$/.exec(line) ?? [];
    const [type = "", ...options] = list.split(", ");
    if (point === "") return [];
    return [{ point, type, source, root: "/", isReadOnly: options.includes("read-only") }];
  });
}

/** @param text `Created local snapshot with date: 2026-01-31-120000` @throws {NoMoment} */
export function parseDate(text: string): string {
  const date = /snapshot with date: (\S+)/.exec(text)?.[1] ?? "";
  if (!DATE.test(date)) throw new NoMoment("failed", text.trim().slice(0, 300));
  return date;
}

export function mountArguments(date: string, volume: string, folder: string): readonly string[] {
  return ["-o", "ro,nobrowse", "-s", `com.apple.TimeMachine.${date}.local`, volume, folder];
}

/** A path that a link of the system leads into a volume does not begin with where that is mounted. */
export function pathInVolume(path: string, point: string): string {
  return isAtOrBelow(path, point) ? posix.relative(point, path) : posix.relative("/", path);
}

function deviceOf(path: string): bigint | undefined {
  try {
    return statSync(path, { bigint: true }).dev;
  } catch {
    return undefined; // it is said elsewhere that it is not there
  }
}

async function unmount(run: RunTool, folder: string): Promise<boolean> {
  try {
    const isShown = parseMacMounts(await run("mount", [])).some(({ point }) => point === folder);
    if (isShown) await run("umount", [folder]);
    return true;
  } catch (error) {
    if (error instanceof NoMoment) return false;
    throw error;
  }
}

async function remove(run: RunTool, noted: NotedSnapshot): Promise<boolean> {
  try {
    if (!(await unmount(run, noted.folder))) return false;
    if (DATE.test(noted.id)) await run("tmutil", ["deletelocalsnapshots", noted.id]);
  } catch (error) {
    if (error instanceof NoMoment) return false;
    throw error;
  }
  forgetSnapshot(noted);
  return true;
}
