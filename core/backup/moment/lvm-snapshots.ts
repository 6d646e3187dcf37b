/**
 * Snapshots of LVM volumes, mounted read-only at a place of their own while they are read. A thin volume's snapshot takes room as it is
 * needed; any other's gets some of the group's free room for what changes meanwhile, and is lost when that is full.
 *
 * @source lvcreate(8), lvs(8), lvmthin(7)
 */
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { type FsSnapshots, NoMoment } from "./fs-snapshots.ts";
import { makePrivateFolder, privateNames, removePrivateFolder, snapshotsFolder } from "./private-folder.ts";
import type { RunTool } from "./run-tool.ts";
import type { VolumeMount } from "./volume-mounts.ts";

/** File systems that are whole in a snapshot: LVM has them write what waits, and holds them for that moment. */
const TYPES = /^(?:ext[234]|xfs|btrfs|f2fs|jfs)$/;
/** How much may change while the backup runs, as a share of the volume. */
const ROOM_SHARE = 0.2;
const LEAST_ROOM_BYTES = 64 * 1024 * 1024;
const REPORT = ["--reportformat", "json", "--units", "b", "--nosuffix"];
const COLUMNS = "vg_name,lv_name,lv_attr,lv_size,pool_lv,vg_free";

export type Volume = {
  readonly group: string;
  readonly name: string;
  readonly attributes: string;
  readonly sizeBytes: number;
  readonly isThin: boolean;
  readonly freeBytes: number;
};

type Taken = { readonly group: string; readonly name: string; readonly folder: string };

export function createLvmSnapshots(run: RunTool, nameNext: () => string): FsSnapshots {
  const made = new Map<string, Taken>();

  async function volumeOf({ source }: VolumeMount): Promise<Volume | undefined> {
    if (!source.startsWith("/dev/")) return undefined;
    try {
      return parseVolumes(await run("lvs", [...REPORT, "-o", COLUMNS, source]))[0];
    } catch (error) {
      if (error instanceof NoMoment) return undefined; // no volume of LVM's, or no LVM
      throw error;
    }
  }

  async function snapshot(mount: VolumeMount): Promise<Taken> {
    const before = made.get(mount.source);
    if (before !== undefined) return before;
    const volume = await volumeOf(mount);
    if (volume === undefined) throw new NoMoment("unsupported");
    const name = nameNext();
    const args = snapshotArguments(volume, name);
    const taken = { group: volume.group, name, folder: makePrivateFolder(name) };
    made.set(mount.source, taken); // also when it does not come so far: then nobody knows how far it came
    try {
      await run("lvcreate", args);
      await run("mount", mountArguments(mount.type, `/dev/${volume.group}/${name}`, taken.folder));
    } catch (error) {
      if (await remove(run, taken)) made.delete(mount.source);
      throw error;
    }
    return taken;
  }

  return {
    kind: "lvm",
    fits: async (mount) => TYPES.test(mount.type) && (await volumeOf(mount)) !== undefined,
    async take({ path, mount }) {
      const { folder } = await snapshot(mount);
      const at = join(folder, mount.root, relative(mount.point, path));
      return { places: [{ path, at, device: { live: mount.point, at: folder } }], live: [] };
    },
    async isWhole() {
      for (const { group, name } of made.values()) {
        const [volume] = parseVolumes(await run("lvs", [...REPORT, "-o", COLUMNS, `${group}/${name}`]));
        if (volume === undefined || isLost(volume)) return false;
      }
      return true;
    },
    async release() {
      const left: string[] = [];
      for (const [source, taken] of made) {
        if (await remove(run, taken)) made.delete(source);
        else left.push(`${taken.group}/${taken.name}`);
      }
      return left;
    },
    async removeLeftovers(isLeftover, mounts) {
      if (!hasAny()) return 0;
      const shown = mounts.filter(({ point }) =>
        privateNames().some((name) => isLeftover(name) && point === join(snapshotsFolder(), name)),
      );
      for (const { point } of shown) await succeeds(run, "umount", [point]);
      for (const name of privateNames().filter(isLeftover))
        removePrivateFolder(join(snapshotsFolder(), name));
      let removed = 0;
      for (const { group, name } of await allVolumes(run))
        if (isLeftover(name) && (await succeeds(run, "lvremove", ["--yes", `${group}/${name}`])))
          removed += 1;
      return removed;
    },
  };
}

/** @throws {NoMoment} when the group has no room for what changes meanwhile */
export function snapshotArguments(
  { group, name: origin, isThin, sizeBytes, freeBytes }: Volume,
  name: string,
): readonly string[] {
  const common = ["--snapshot", "--name", name];
  // a thin volume's snapshot is not shown unless it is asked for
  if (isThin) return [...common, "--setactivationskip", "n", `${group}/${origin}`];
  const room = Math.min(freeBytes, Math.max(LEAST_ROOM_BYTES, Math.ceil(sizeBytes * ROOM_SHARE)));
  if (room < LEAST_ROOM_BYTES) throw new NoMoment("no-room", `${group}: ${freeBytes} bytes free`);
  return [...common, "--size", `${Math.floor(room / 512) * 512}b`, `${group}/${origin}`];
}

/** XFS refuses to mount what has the same name as another file system that is mounted. */
export function mountArguments(type: string, device: string, folder: string): readonly string[] {
  const options = type === "xfs" ? "ro,noatime,nouuid" : "ro,noatime";
  return ["-t", type, "-o", options, device, folder];
}

/** @param text what `lvs --reportformat json` writes */
export function parseVolumes(text: string): readonly Volume[] {
  const { report = [] } = JSON.parse(text) as { report?: { lv?: Record<string, string>[] }[] };
  return report
    .flatMap(({ lv = [] }) => lv)
    .map((row) => ({
      group: row.vg_name ?? "",
      name: row.lv_name ?? "",
      attributes: row.lv_attr ?? "",
      sizeBytes: Number(row.lv_size ?? 0),
      isThin: (row.pool_lv ?? "") !== "",
      freeBytes: Number(row.vg_free ?? 0),
    }));
}

/**
 * Whether a snapshot cannot be believed any more: its room was full, or its pool's.
 * @source lvs(8), "lv_attr": the fifth bit is the state, the ninth the health
 */
export function isLost({ attributes }: Pick<Volume, "attributes">): boolean {
  const [state = "", health = ""] = [attributes[4], attributes[8]];
  return state !== "a" || /[FDMX]/.test(health);
}

/** Whether the system shows volumes with names like ours, so that LVM is asked only then: in there a hyphen of a name is doubled. */
function hasAny(): boolean {
  try {
    return (
      privateNames().length > 0 || readdirSync("/dev/mapper").some((name) => name.includes("backstay--"))
    );
  } catch {
    return false; // no device mapper, so no LVM
  }
}

async function allVolumes(run: RunTool): Promise<readonly Volume[]> {
  try {
    return parseVolumes(await run("lvs", [...REPORT, "-o", COLUMNS]));
  } catch (error) {
    if (error instanceof NoMoment) return []; // no LVM, so nothing of it is left
    throw error;
  }
}

async function remove(run: RunTool, { group, name, folder }: Taken): Promise<boolean> {
  await succeeds(run, "umount", [folder]);
  removePrivateFolder(folder);
  const isThere = (await allVolumes(run)).some((volume) => volume.group === group && volume.name === name);
  return !isThere || (await succeeds(run, "lvremove", ["--yes", `${group}/${name}`]));
}

async function succeeds(run: RunTool, program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, args);
    return true;
  } catch (error) {
    if (error instanceof NoMoment) return false;
    throw error;
  }
}
