import { DUMP_TAG } from "../../backup/source-tag.ts";
import {
  joinRawPath,
  type RawPath,
  rawPathFromText,
  rawPathToBytes,
  rawPathToText,
} from "../../platform/raw-path.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import { isWithin } from "../../restore/browse/find-path.ts";
import { whyUnsafe } from "../../restore/safe-name.ts";
import { componentsOf } from "../locate.ts";

/** Where things of a snapshot were on this machine. */
export type OriginalPlace = {
  /** @returns undefined when nobody knows, or when the name would mean another place */
  of(folder: RawPath, name: RawPath): RawPath | undefined;
};

/**
 * Snapshots are of absolute paths, but restic keeps relative ones as they were given, below the root: of these nobody knows any more
 * where they were.
 *
 * @returns undefined for a snapshot of another host, and for one of what programs wrote
 */
export function originalPlace(
  snapshot: Pick<StoredSnapshot, "hostname" | "paths" | "tags">,
  hostname: string,
  platform: NodeJS.Platform = process.platform,
): OriginalPlace | undefined {
  if (snapshot.hostname !== hostname || snapshot.tags.includes(DUMP_TAG)) return undefined;
  const roots = snapshot.paths.map((path) => treePathOf(path, platform));
  return {
    of(folder, name) {
      if (whyUnsafe(rawPathToBytes(name), platform) !== undefined) return undefined;
      const path = joinRawPath(folder, name);
      const isKnown = roots.some((root) => isWithin(root, path) || isWithin(path, root));
      if (!isKnown) return undefined;
      return platform === "win32" ? windowsPlace(path) : path;
    },
  };
}

/** How the tree names a path that was backed up: on Windows the drive is its first folder. */
function treePathOf(path: string, platform: NodeJS.Platform): RawPath {
  const text = platform === "win32" ? `/${path.replace(/^([A-Za-z]):/, "$1").replaceAll("\\", "/")}` : path;
  return rawPathFromText(text.length > 1 ? text.replace(/\/+$/, "") : text);
}

function windowsPlace(path: RawPath): RawPath | undefined {
  const [drive = "", ...rest] = componentsOf(path);
  if (!/^[A-Za-z]$/.test(drive)) return undefined;
  const isSafe = rest.every((name) => whyUnsafe(rawPathToBytes(name), "win32") === undefined);
  return isSafe ? rawPathFromText(`${drive}:\\${rawPathToText(rest.join("\\") as RawPath)}`) : undefined;
}
