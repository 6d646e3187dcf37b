import type { BlobId } from "../../shared/ids.ts";
import type { BlobPlaces } from "../catalog/blob-places.ts";
import { type BlobLocation, SEAL_OVERHEAD } from "../repository/types.ts";

/** Longest content of a data blob that is believed: restic cuts at 8 MiB, and no program is known to exceed that. */
export const MAX_BLOB_BYTES = 64 * 1024 * 1024;
/** Places remembered in one generation; two are kept, for files next to each other share blobs. */
const REMEMBERED = 8192;

/** Finds data blobs, and remembers which of their places turned out to be damaged. */
export type BlobLocator = {
  /** Looks many up at once, which makes asking for them soon after cheap. */
  learn(ids: readonly BlobId[]): void;
  /** A place that is not known to be damaged; undefined when there is none. */
  placeOf(id: BlobId): BlobLocation | undefined;
  /** @returns whether the blob has another place to try */
  giveUp(place: BlobLocation): boolean;
  /**
   * Looks in other indexes from now on, and no longer in the one that was asked first: a cache, of which something is not so.
   * @returns whether the blob has a place then
   */
  finds(id: BlobId): Promise<boolean>;
};

/** @param others reads other indexes, of which the first says all that `own` was to say; absent where there are none */
export function createBlobLocator(
  own: BlobPlaces,
  others?: () => Promise<readonly BlobPlaces[]>,
): BlobLocator {
  let all: readonly BlobPlaces[] = [own];
  const damaged = new Set<string>();
  let recent = new Map<BlobId, BlobLocation | undefined>();
  let older = new Map<BlobId, BlobLocation | undefined>();

  function choose([first, ...others]: readonly BlobLocation[]): BlobLocation | undefined {
    if (first === undefined) return undefined;
    const length = plainLength(first);
    if (length < 0 || length > MAX_BLOB_BYTES) return undefined;
    // files are laid out by this length, so a place that claims another one is of no use
    return [first, ...others].find((place) => plainLength(place) === length && !damaged.has(nameOf(place)));
  }

  function learn(ids: readonly BlobId[]): void {
    const unknown = ids.filter((id) => !recent.has(id) && !older.has(id));
    if (unknown.length === 0) return;
    if (recent.size >= REMEMBERED) {
      older = recent;
      recent = new Map();
    }
    const found = all.map((places) => places.locate(unknown));
    for (const [n, id] of unknown.entries())
      recent.set(id, choose(found.flatMap((places) => places[n] ?? [])));
  }

  function placeOf(id: BlobId): BlobLocation | undefined {
    learn([id]);
    return recent.get(id) ?? older.get(id);
  }

  return {
    learn,
    placeOf,
    giveUp(place) {
      damaged.add(nameOf(place));
      recent.delete(place.id);
      older.delete(place.id);
      return placeOf(place.id) !== undefined;
    },
    async finds(id) {
      if (others === undefined) return false;
      const further = await others();
      if (all !== further) {
        recent.clear();
        older.clear();
      }
      all = further;
      return placeOf(id) !== undefined;
    },
  };
}
/** Bytes of a blob when it is opened, as the index has it. */
export function plainLength(place: BlobLocation): number {
  return place.uncompressedLength === 0 ? place.length - SEAL_OVERHEAD : place.uncompressedLength;
}

function nameOf({ packId, offset, length, uncompressedLength }: BlobLocation): string {
  return `${packId}:${offset}:${length}:${uncompressedLength}`;
}
