import type { BlobId } from "../../../shared/ids.ts";
import type { TodayState } from "../../../shared/model/browse.ts";
import type { RawPath } from "../../platform/raw-path.ts";
import type { ListedEntry } from "../folder-entries.ts";
import type { FolderListing } from "../folder-listing.ts";
import type { PlacedEntry } from "../today/compare-with-disk.ts";
import type { OriginalPlace } from "../today/original-place.ts";
import type { TodayLookup } from "../today/today-lookup.ts";

/** What stands today where the entries of whole folders were. */
export type FolderStates = {
  /** @returns one for each entry of the listing, by its number; null where it cannot be told */
  of(
    folder: { readonly path: RawPath; readonly tree: BlobId },
    listing: FolderListing,
    place: OriginalPlace,
  ): Promise<readonly (TodayState | null)[]>;
};

/** Long enough to turn the pages of a list, short enough to be about today. */
const KEEP_MS = 15_000;
const KEEP_FOLDERS = 4;
/** A hundred thousand files take less than one on a local disk. */
const LIMIT_MS = 10_000;

export function createFolderStates(today: TodayLookup, nowMs: () => number): FolderStates {
  const known = new Map<
    string,
    { readonly atMs: number; readonly states: Promise<readonly (TodayState | null)[]> }
  >();
  return {
    of(folder, listing, place) {
      const key = folder.tree + folder.path;
      const kept = known.get(key);
      if (kept !== undefined && nowMs() - kept.atMs < KEEP_MS) return kept.states;
      const entries = Array.from({ length: listing.count }, (_, n) => listing.entry(n));
      const states = lookAt(today, folder.path, entries, place, LIMIT_MS);
      known.delete(key);
      known.set(key, { atMs: nowMs(), states });
      for (const oldest of known.keys()) if (known.size > KEEP_FOLDERS) known.delete(oldest);
      return states;
    },
  };
}

/** @returns as many as `entries`; null where it cannot be told, or not in time */
export async function lookAt(
  today: TodayLookup,
  folder: RawPath,
  entries: readonly ListedEntry[],
  place: OriginalPlace | undefined,
  limitMs: number,
): Promise<readonly (TodayState | null)[]> {
  const places = entries.map(({ name }) => place?.of(folder, name));
  const placed = entries.flatMap(({ type, sizeBytes, mtimeNs, linkTarget }, n): PlacedEntry[] => {
    const where = places[n];
    return where === undefined ? [] : [{ type, sizeBytes, mtimeNs, linkTarget, place: where }];
  });
  const states = await today.states(placed, limitMs);
  let next = 0;
  return places.map((where) => {
    if (where === undefined) return null;
    next += 1;
    return states?.[next - 1] ?? null;
  });
}
