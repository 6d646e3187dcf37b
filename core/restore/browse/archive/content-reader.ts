import { BackstayError } from "../../../../shared/errors.ts";
import type { BlobId, PackId } from "../../../../shared/ids.ts";
import { openPlace, readBlob } from "../../../repository/read-blob.ts";
import type { IndexedRepository } from "../../../repository/repository.ts";
import { type BlobLocation, SEAL_OVERHEAD } from "../../../repository/types.ts";
import { beginAhead } from "../begin-ahead.ts";

/** A blob is 8 MiB at most, mostly 1 to 2. */
const BLOBS_AHEAD = 4;
/** Read at once where a read costs little, and where each costs a round trip. */
const NEAR_WINDOW_BYTES = 512 * 1024;
const FAR_WINDOW_BYTES = 4 * 1024 * 1024;
const WINDOWS = 4;

/** Reads the contents of many files, of which the small ones mostly lie side by side in packs. */
export type ContentReader = {
  /**
   * How long a content really is: the size in an entry is only what somebody wrote there.
   * @throws {BackstayError} BLOB_MISSING
   */
  size(content: readonly BlobId[]): number;
  /** The blobs one after the other, each verified; throws as `readBlob` does. */
  read(content: readonly BlobId[]): AsyncGenerator<Uint8Array>;
};

/** Bytes of one pack, from the first blob that was wanted on. */
type PackWindow = {
  readonly packId: PackId;
  readonly offset: number;
  readonly packBytes: Promise<number>;
  readonly bytes: Promise<Uint8Array>;
};

export function createContentReader(
  repository: IndexedRepository,
  signal: AbortSignal | undefined,
): ContentReader {
  const { store, cache } = repository;
  const windowBytes = store.cheapSeeks ? NEAR_WINDOW_BYTES : FAR_WINDOW_BYTES;
  const windows: PackWindow[] = [];

  function windowFor({ packId, offset, length }: BlobLocation): PackWindow {
    const ofPack = windows.filter((window) => window.packId === packId);
    const known = ofPack.find(
      (window) => window.offset <= offset && offset + length <= window.offset + windowBytes,
    );
    if (known !== undefined) return known;
    const packBytes = ofPack[0]?.packBytes ?? store.size("pack", packId, signal);
    const bytes = packBytes.then((size) =>
      store.read("pack", packId, { offset, length: Math.min(windowBytes, size - offset) }, signal),
    );
    const window = { packId, offset, packBytes, bytes };
    windows.unshift(window);
    windows.length = Math.min(windows.length, WINDOWS);
    return window;
  }

  async function readOne(id: BlobId): Promise<Uint8Array> {
    const [place] = cache.index.locate("data", id);
    if (place === undefined || place.length > windowBytes / 2)
      return readBlob(repository, "data", id, signal);
    try {
      const window = windowFor(place);
      const start = place.offset - window.offset;
      return openPlace(repository, place, (await window.bytes).subarray(start, start + place.length));
    } catch (error) {
      if (!(error instanceof BackstayError) || error.code === "CANCELLED") throw error;
      return readBlob(repository, "data", id, signal); // which knows the blob's other places, or the right error
    }
  }

  return {
    size(content) {
      let sizeBytes = 0;
      for (const blobId of content) {
        const [place] = cache.index.locate("data", blobId);
        if (place === undefined) throw new BackstayError("BLOB_MISSING", { blobId, blobType: "data" });
        sizeBytes += place.uncompressedLength > 0 ? place.uncompressedLength : place.length - SEAL_OVERHEAD;
      }
      return sizeBytes;
    },
    read: (content) => beginAhead(content, readOne, BLOBS_AHEAD),
  };
}
