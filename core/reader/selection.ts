import type { RawPath } from "../platform/raw-path.ts";
import type { SnapshotRoot } from "../restore/browse/find-path.ts";
import { isWithin } from "../restore/browse/find-path.ts";
import type { ListingCache } from "./listing-cache.ts";
import { componentsOf, type Located, locate } from "./locate.ts";

/** Something selected, and the folder it stands in. */
export type Selected = Located & { readonly folder: RawPath };

/**
 * Finds what a page selected, each thing once: what lies below a selected folder comes with it.
 * @throws {BackstayError} PATH_NOT_IN_SNAPSHOT, or what reading a tree throws
 */
export async function locateSelection(
  listings: ListingCache,
  snapshot: SnapshotRoot,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<readonly Selected[]> {
  const wanted = [...new Set(paths.map((path) => `/${componentsOf(path as RawPath).join("/")}` as RawPath))];
  wanted.sort((a, b) => (withSlash(a) < withSlash(b) ? -1 : 1)); // a folder comes right before what is below it
  const found: Selected[] = [];
  let last: RawPath | undefined;
  for (const path of wanted) {
    if (last !== undefined && isWithin(last, path)) continue;
    last = path;
    const located = await locate(listings, snapshot, path, signal);
    found.push({ ...located, folder: folderOf(located.path) });
  }
  return found;
}

/** With the slash behind a name less than every other character that could stand there. */
function withSlash(path: RawPath): string {
  return path.replaceAll("/", "\0");
}

export function folderOf(path: RawPath): RawPath {
  const end = path.lastIndexOf("/");
  return (end <= 0 ? "/" : path.slice(0, end)) as RawPath;
}

export function nameOf(path: RawPath): RawPath {
  return path.slice(path.lastIndexOf("/") + 1) as RawPath;
}
