/** Has the files of a backup read as of one moment, as far as their file systems can do that. */
import { lstatSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { LivePart, LiveReason, MomentReport, TakenPart } from "../../../shared/model/moment.ts";
import { isAtOrBelow } from "../../platform/mounts.ts";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { macVolumes } from "./apfs-snapshots.ts";
import { type FsSnapshots, type MomentPlace, NoMoment } from "./fs-snapshots.ts";
import { type Part, partsOf } from "./parts-of-sources.ts";
import { createProviders } from "./providers.ts";
import type { ReadMap } from "./read-places.ts";
import { runTool } from "./run-tool.ts";
import { isLeftover, nameNext, thisProcess } from "./snapshot-names.ts";
import { readVolumeMounts, type VolumeMount } from "./volume-mounts.ts";
import { windowsVolumes } from "./vss-snapshots.ts";

export type Moment = {
  readonly reading: ReadMap;
  readonly report: MomentReport;
  /** Whether what was read can be believed. */
  isWhole(): Promise<boolean>;
  /** Gives the snapshots back; to be called in any case. @returns names of what could not be removed */
  release(): Promise<readonly string[]>;
};

export type MomentQuestion = {
  /** Absolute and clean. */
  readonly paths: readonly string[];
  readonly oneFileSystem: boolean;
  /** Whether the excludes name just this path. */
  readonly isExcluded: (path: string) => boolean;
  readonly signal: AbortSignal;
};

/** More are only counted. */
const MAX_NAMED = 50;
const REFUSED: ReadonlySet<LiveReason> = new Set(["unsupported"]);

/** Removes what backups of this machine left behind that were killed, then takes the snapshots. @throws the signal's reason */
export async function takeMoment(question: MomentQuestion): Promise<Moment> {
  const { paths, oneFileSystem, isExcluded, signal } = question;
  const owner = thisProcess();
  const providers = createProviders(runTool, () => nameNext(owner));
  const isRoot = process.geteuid === undefined || process.geteuid() === 0;
  const mounts = await mountsOf(paths);
  const isWanted = (path: string, source: string) =>
    !oneFileSystem && !foldersBetween(source, path).some(isExcluded);
  const places: MomentPlace[] = [];
  const taken: TakenPart[] = [];
  const live: LivePart[] = [];

  /** Said of each, as what is above it may be read elsewhere, where only an empty folder is in its place. */
  const stay = (path: string) => places.push({ path, at: path, device: { live: path, at: path } });

  const readLive = (path: string, type: string, reason: LiveReason, message: string | null) => {
    stay(path);
    live.push({ path, type, reason, message });
  };

  async function takePart(part: Part): Promise<void> {
    const { path, real, mount } = part;
    if (mount === undefined) return readLive(path, "", "unsupported", null);
    if (part.isConstant) return void stay(path);
    const provider = await providerFor(providers, mount);
    if (provider === undefined) return readLive(path, mount.type, "unsupported", null);
    if (!isRoot) return readLive(path, mount.type, "no-right", null);
    const asRecorded = (found: string) => join(path, relative(real, found));
    const isBelowOther = (found: string) =>
      mounts.some(({ point }) => point !== real && isAtOrBelow(point, real) && isAtOrBelow(found, point));
    try {
      const moment = await provider.take({
        path: real,
        mount,
        isWanted: (found) => !isBelowOther(found) && isWanted(asRecorded(found), path),
      });
      for (const place of moment.places) {
        places.push({ ...place, path: asRecorded(place.path) });
        if (place.at !== place.path) taken.push({ path: asRecorded(place.path), kind: provider.kind });
      }
      live.push(...moment.live.map((other) => ({ ...other, path: asRecorded(other.path) })));
    } catch (error) {
      if (!(error instanceof NoMoment)) throw error;
      readLive(path, mount.type, error.reason, REFUSED.has(error.reason) ? null : error.said);
    }
  }

  async function release(): Promise<readonly string[]> {
    const left: string[] = [];
    for (const provider of providers) left.push(...(await provider.release()));
    return left;
  }

  try {
    if (isRoot)
      for (const provider of providers)
        await provider.removeLeftovers((name) => isLeftover(name, owner), mounts);
    for (const part of partsOf(paths, mounts, isWanted)) {
      signal.throwIfAborted();
      await takePart(part);
    }
    return {
      reading: readMapOf(places),
      report: {
        taken: taken.slice(0, MAX_NAMED),
        live: live.slice(0, MAX_NAMED),
        furtherTaken: Math.max(0, taken.length - MAX_NAMED),
        furtherLive: Math.max(0, live.length - MAX_NAMED),
      },
      isWhole: async () => {
        try {
          for (const provider of providers) if (!(await provider.isWhole())) return false;
          return true;
        } catch (error) {
          if (error instanceof NoMoment) return false; // nobody can tell
          throw error;
        }
      },
      release,
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** Removes what backups of this machine left behind that were killed. @returns how many snapshots that were */
export async function removeLeftoverSnapshots(): Promise<number> {
  if (process.geteuid !== undefined && process.geteuid() !== 0) return 0; // nobody else can have made one
  const owner = thisProcess();
  const mounts = await readVolumeMounts();
  let removed = 0;
  for (const provider of createProviders(runTool, () => nameNext(owner)))
    removed += await provider.removeLeftovers((name) => isLeftover(name, owner), mounts);
  return removed;
}

async function mountsOf(paths: readonly string[]): Promise<readonly VolumeMount[]> {
  if (process.platform === "win32") return windowsVolumes(paths);
  if (process.platform === "darwin") return await macVolumes(runTool, paths);
  return await readVolumeMounts();
}

async function providerFor(
  providers: readonly FsSnapshots[],
  mount: VolumeMount,
): Promise<FsSnapshots | undefined> {
  for (const provider of providers) if (await provider.fits(mount)) return provider;
  return undefined;
}

function readMapOf(places: readonly MomentPlace[]): ReadMap {
  if (places.every(({ path, at }) => path === at)) return { places: [], devices: [] };
  return {
    places: places.map(({ path, at }) => ({ path: rawPathFromText(path), at: rawPathFromText(at) })),
    devices: places.flatMap(({ device: { live, at } }) => {
      if (live === at) return []; // nor is a share asked here that may not answer
      const [before, now] = [deviceOf(live), deviceOf(at)];
      return before === undefined || now === undefined || before === now ? [] : [{ at: now, live: before }];
    }),
  };
}

function deviceOf(path: string): bigint | undefined {
  try {
    return lstatSync(path, { bigint: true }).dev;
  } catch {
    return undefined; // it has gone meanwhile, which is found out by whoever reads it
  }
}

/** The folder at `end` and those that lead to it from `start`. */
function foldersBetween(start: string, end: string): readonly string[] {
  const above = dirname(end);
  return end === start || above === end ? [end] : [...foldersBetween(start, above), end];
}
