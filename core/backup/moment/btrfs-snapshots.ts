/**
 * Read-only snapshots of Btrfs subvolumes. What is in them keeps its inode numbers and times. A subvolume in a subvolume is an empty
 * folder in the snapshot, so that each becomes a snapshot of its own, a moment later.
 *
 * @source btrfs-subvolume(8), btrfs-inspect-internal(8)
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { LivePart } from "../../../shared/model/moment.ts";
import { isAtOrBelow } from "../../platform/mounts.ts";
import { type FsSnapshots, type MomentPlace, NoMoment } from "./fs-snapshots.ts";
import { HOLDING_FOLDER } from "./holding-folder.ts";
import type { RunTool } from "./run-tool.ts";
import type { VolumeMount } from "./volume-mounts.ts";

/** Of the folder that a subvolume begins with. */
const ROOT_INODE = 256n;
/** Each takes the file system a commit. Machines that have more of them keep containers in them. */
const MAX_SUBVOLUMES = 200;

export function createBtrfsSnapshots(run: RunTool, nameNext: () => string): FsSnapshots {
  /** Where a subvolume can be read, by device number: no two have the same. */
  const made = new Map<bigint, string>();

  async function snapshot(subvolume: string, mount: VolumeMount): Promise<string> {
    const device = deviceOf(subvolume);
    const before = made.get(device);
    if (before !== undefined) return before;
    const folder = holdingFolder(mount);
    const at = join(folder, nameNext());
    made.set(device, at); // also when the program does not come to its end: then nobody knows whether it was made
    try {
      await run("btrfs", ["subvolume", "snapshot", "-r", "--", subvolume, at]);
    } catch (error) {
      if (!existsSync(at)) made.delete(device);
      throw error;
    }
    return at;
  }

  async function placeIn(path: string, subvolume: string, mount: VolumeMount): Promise<MomentPlace> {
    const at = await snapshot(subvolume, mount);
    return { path, at: join(at, relative(subvolume, path)), device: { live: subvolume, at } };
  }

  /** Subvolumes below a path. One that cannot be written needs no snapshot. */
  async function subvolumesBelow(path: string, mount: VolumeMount): Promise<readonly Below[]> {
    const all = await listSubvolumes(run, mount, []);
    if (all.length === 0) return [];
    const constant = new Set((await listSubvolumes(run, mount, ["-r"])).map(({ id }) => id));
    const found: Below[] = [];
    for (const { id, paths } of all) {
      for (const candidate of paths) {
        if (candidate === path || !isAtOrBelow(candidate, path) || !isSubvolume(candidate)) continue;
        if ((await run("btrfs", ["inspect-internal", "rootid", candidate])).trim() !== id) continue;
        found.push({ path: candidate, isConstant: constant.has(id) });
        break;
      }
    }
    return found.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  return {
    kind: "btrfs",
    fits: async ({ type }) => type === "btrfs",
    async take({ path, mount, isWanted }) {
      const subvolume = subvolumeOf(path, mount.point);
      if (subvolume === undefined) throw new NoMoment("unsupported", null);
      const places = [await placeIn(path, subvolume, mount)];
      const live: LivePart[] = [];
      for (const { path: below, isConstant } of await subvolumesBelow(path, mount)) {
        // in the snapshot of what is above there is but an empty folder
        const stay = () => places.push({ path: below, at: below, device: { live: below, at: below } });
        if (isConstant || !isWanted(below)) {
          stay();
          continue;
        }
        try {
          if (made.size > MAX_SUBVOLUMES) throw new NoMoment("no-room", null);
          places.push(await placeIn(below, below, mount));
        } catch (error) {
          if (!(error instanceof NoMoment)) throw error;
          stay();
          live.push({ path: below, type: mount.type, reason: error.reason, message: error.said });
        }
      }
      return { places, live };
    },
    isWhole: async () => [...made.values()].every((at) => isSubvolume(at)),
    async release() {
      const left: string[] = [];
      for (const [device, at] of made) {
        if (await remove(run, at)) made.delete(device);
        else left.push(at);
      }
      return left;
    },
    async removeLeftovers(isLeftover, mounts) {
      let removed = 0;
      for (const { point } of mounts.filter(({ type, isReadOnly }) => type === "btrfs" && !isReadOnly)) {
        const folder = join(point, HOLDING_FOLDER);
        for (const name of namesIn(folder).filter(isLeftover))
          if (await remove(run, join(folder, name))) removed += 1;
      }
      return removed;
    },
  };
}

type Below = { readonly path: string; readonly isConstant: boolean };
type Listed = { readonly id: string; readonly paths: readonly string[] };

/**
 * @returns each with the places where it may be: paths are told from the file system's own root, or from the subvolume that is mounted
 */
async function listSubvolumes(
  run: RunTool,
  { point, root }: VolumeMount,
  options: readonly string[],
): Promise<readonly Listed[]> {
  return parseSubvolumes(await run("btrfs", ["subvolume", "list", ...options, "--", point])).map(
    ({ id, path }) => {
      const fromRoot = `/${path}`;
      return {
        id,
        paths: [
          ...(isAtOrBelow(fromRoot, root) ? [join(point, relative(root, fromRoot))] : []),
          join(point, path),
        ],
      };
    },
  );
}

/** @param text what `btrfs subvolume list` writes: `ID 256 gen 7 top level 5 path sub` */
export function parseSubvolumes(text: string): readonly { readonly id: string; readonly path: string }[] {
  return text.split("\n").flatMap((line) => {
    const [, id = "", path = ""] = /^ID (\d+) .*? path (?:<FS_TREE>\/)?(.+)$/.exec(line) ?? [];
    return id === "" ? [] : [{ id, path }];
  });
}

/** @returns undefined where the mount shows only a folder of it */
function subvolumeOf(path: string, point: string): string | undefined {
  for (let at = path; ; at = dirname(at)) {
    if (isSubvolume(at)) return at;
    if (at === point || at === dirname(at)) return undefined;
  }
}

function isSubvolume(path: string): boolean {
  try {
    const stat = lstatSync(path, { bigint: true });
    return stat.isDirectory() && stat.ino === ROOT_INODE;
  } catch {
    return false; // it has gone meanwhile
  }
}

function deviceOf(path: string): bigint {
  return lstatSync(path, { bigint: true }).dev;
}

/** Nobody but root looks into it: permissions may have been stricter since. */
function holdingFolder({ point, isReadOnly }: VolumeMount): string {
  if (isReadOnly) throw new NoMoment("read-only");
  const folder = join(point, HOLDING_FOLDER);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== process.geteuid?.()) throw new NoMoment("no-right", folder);
    if ((stat.mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
  } catch (error) {
    if (error instanceof NoMoment) throw error;
    throw new NoMoment("failed", error instanceof Error ? error.message : null);
  }
  return folder;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // the usual case: none was ever made here
  }
}

async function remove(run: RunTool, at: string): Promise<boolean> {
  if (!existsSync(at)) return true;
  try {
    await run("btrfs", ["subvolume", "delete", "--", at]);
    return true;
  } catch (error) {
    if (error instanceof NoMoment) return false;
    throw error;
  }
}
