/**
 * Where a source's paths are mounted. A share that is away leaves an empty folder behind, which must never be taken for a source all
 * of whose files were deleted.
 */
import { opendirSync, realpathSync } from "node:fs";
import { dirname } from "node:path";
import { BackstayError } from "../../shared/errors.ts";
import { isAtOrBelow, type Mount, mountOf, STATE_TYPES } from "../platform/mounts.ts";
import { isSharedByServer } from "../platform/network-folder.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import type { SourceMount } from "./source-mount.ts";

export type MountsOfSources = {
  /** What is mounted now and will have to be next time. */
  readonly found: readonly SourceMount[];
  /** Shares within the paths that were there and are not. */
  readonly absentWithin: readonly SourceMount[];
};

export type MountQuestion = {
  /** Absolute and clean. */
  readonly paths: readonly string[];
  /** What was found at the last good backup. */
  readonly expected: readonly SourceMount[];
  /** None where the system does not tell: then nothing is said. */
  readonly mounts: readonly Mount[];
  readonly oneFileSystem: boolean;
  /** Whether the excludes name just this path. */
  readonly isExcluded: (path: string) => boolean;
};

/**
 * Compares what is mounted with what was.
 *
 * @throws {BackstayError} SOURCE_NOT_MOUNTED when what held one of the paths is not there
 */
export function compareMounts({
  paths,
  expected,
  mounts,
  oneFileSystem,
  isExcluded,
}: MountQuestion): MountsOfSources {
  if (mounts.length === 0) return { found: expected, absentWithin: [] };
  const data = mounts.filter(isData);
  const isThere = ({ path, point, isWithin }: SourceMount) =>
    data.some((mount) => mount.point === point) || (!isWithin && hasMoved(path, point, data));
  const absent = expected.filter((mount) => paths.includes(mount.path) && !isThere(mount));
  const holding = absent.find(({ isWithin }) => !isWithin);
  if (holding !== undefined) {
    const { path, point, type } = holding;
    throw new BackstayError("SOURCE_NOT_MOUNTED", { path, point, type });
  }
  const isWanted = ({ path, point, isWithin }: SourceMount) =>
    !isWithin || (!oneFileSystem && !foldersBetween(path, point).some(isExcluded));
  return {
    found: paths.flatMap((path) => mountsFor(path, data)).filter(isWanted),
    absentWithin: absent.filter(isWanted),
  };
}

/** The folder at `end` and those that lead to it from `start`. */
function foldersBetween(start: string, end: string): readonly string[] {
  const above = dirname(end);
  return end === start || above === end ? [end] : [...foldersBetween(start, above), end];
}

/** Whether a link leads to something else that is mounted, and not to where the folder of the mount lies empty. */
function hasMoved(path: string, point: string, data: readonly Mount[]): boolean {
  const real = realOf(path);
  const now = real === undefined ? undefined : mountOf(real, data);
  return now !== undefined && !isAtOrBelow(point, now.point);
}

function mountsFor(path: string, data: readonly Mount[]): readonly SourceMount[] {
  const real = realOf(path);
  if (real === undefined) return [];
  const under = mountOf(real, data);
  const shares = data.filter(
    (mount) => mount.point !== real && isAtOrBelow(mount.point, real) && isSharedByServer(mount),
  );
  const all = [
    ...(under === undefined || under.point === "/" ? [] : [{ mount: under, isWithin: false }]),
    ...shares.map((mount) => ({ mount, isWithin: true })),
  ];
  const byPoint = new Map(all.map(({ mount: { point, type }, isWithin }) => [point, { type, isWithin }]));
  return [...byPoint].map(([point, what]) => ({ path, point, ...what }));
}

/** What only mounts others when they are asked for, and the system's own state, hold nobody's files. */
function isData({ type }: Mount): boolean {
  return !STATE_TYPES.test(type);
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // it is said elsewhere that it is not there
  }
}

/** Opens each path, so that a share that is mounted when somebody asks for it is. */
export function wakeShares(paths: readonly string[]): void {
  for (const path of paths) {
    try {
      opendirSync(path).closeSync();
    } catch {
      // a file, or not there: what that means is found out by whoever reads it
    }
  }
}

/** A share that is not there as a problem of a backup: what was in it is not in the snapshot. */
export function problemOfAbsent({ point }: SourceMount) {
  return { path: rawPathFromText(point), reason: "not-mounted", systemCode: "" } as const;
}
