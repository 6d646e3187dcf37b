import type { BlobId } from "../../shared/ids.ts";
import type { BlobPlaces } from "../catalog/blob-places.ts";
import { type BlobLocation, SEAL_OVERHEAD } from "../repository/types.ts";

/** Longest content of a data blob that is believed: restic cuts at 8 MiB, and no program is known to exceed that. */
export const MAX_BLOB_BYTES = 64 * 1024 * 1024;
/** Places remembered before all are forgotten: files next to each other share blobs. */
const REMEMBERED = 20_000;

/** Finds data blobs, and remembers which of their places turned out to be damaged. */
export type BlobLocator = {
  /** A place that is not known to be damaged; undefined when there is none. */
  placeOf(id: BlobId): BlobLocation | undefined;
  /** @returns whether the blob has another place to try */
  giveUp(place: BlobLocation): boolean;
};

export function createBlobLocator(places: BlobPlaces): BlobLocator {
  const remembered = new Map<BlobId, BlobLocation | undefined>();
  const damaged = new Set<string>();

  function look(id: BlobId): BlobLocation | undefined {
    const [first, ...others] = places.locate(id);
    if (first === undefined) return undefined;
    const length = plainLength(first);
    // files are laid out by this length, so a place that claims another one is of no use
    return [first, ...others].find(
      (place) =>
        plainLength(place) === length &&
        length >= 0 &&
        length <= MAX_BLOB_BYTES &&
        !damaged.has(nameOf(place)),
    );
  }

  function placeOf(id: BlobId): BlobLocation | undefined {
    if (remembered.has(id)) return remembered.get(id);
    if (remembered.size >= REMEMBERED) remembered.clear();
    const place = look(id);
    remembered.set(id, place);
    return place;
  }

  return {
    placeOf,
    giveUp(place) {
      damaged.add(nameOf(place));
      remembered.delete(place.id);
      return placeOf(place.id) !== undefined;
    },
  };
}

/** Bytes of a blob when it is opened, as the index has it. */
export function plainLength(place: BlobLocation): number {
  return place.uncompressedLength === 0 ? place.length - SEAL_OVERHEAD : place.uncompressedLength;
}

function nameOf({ packId, offset }: BlobLocation): string {
  return `${packId}:${offset}`;
}
