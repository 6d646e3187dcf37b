import type { PackId } from "../../../shared/ids.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import type { Repository } from "../repository.ts";
import type { PackEntry } from "../types.ts";
import { mergeRanges } from "./merge-ranges.ts";

/** A blob as it is stored. `sealed` may be a view that is empty once the next one is asked for; undefined when the pack cannot give it. */
export type ReadEntry = { readonly entry: PackEntry; readonly sealed: Uint8Array | undefined };

const MIB = 1024 * 1024;
/**
 * What is read with one request. Where that fails, less is, and in the end each blob by itself: there may be one bad spot only. Not
 * halves of halves: a disk takes seconds for each attempt at such a spot.
 */
const MOST_BYTES = [16 * MIB, MIB, 0] as const;
/** Where every request costs a round trip, it is cheaper to read a good deal that nobody wants. */
const MAX_GAP_BYTES = { cheapSeeks: 64 * 1024, dearSeeks: MIB };

/**
 * Reads blobs of one pack, each once, in the order of the file.
 *
 * @param entries in any order
 * @param isPassedOver told what a read threw; whether smaller parts are tried, and what cannot be read is given as undefined
 * @throws what the store throws and is not passed over
 */
export async function* readEntries(
  { store }: Pick<Repository, "store">,
  packId: PackId,
  entries: readonly PackEntry[],
  isPassedOver: (error: unknown) => boolean,
  signal: AbortSignal,
): AsyncGenerator<ReadEntry> {
  const maxGapBytes = store.cheapSeeks ? MAX_GAP_BYTES.cheapSeeks : MAX_GAP_BYTES.dearSeeks;

  async function* readFrom(wanted: readonly PackEntry[], attempt: number): AsyncGenerator<ReadEntry> {
    for (const range of mergeRanges(wanted, { maxGapBytes, maxRangeBytes: MOST_BYTES[attempt] ?? 0 })) {
      const { offset, length } = range;
      const bytes = await readRange({ offset, length });
      if (bytes === undefined && range.entries.length > 1 && attempt + 1 < MOST_BYTES.length) {
        yield* readFrom(range.entries, attempt + 1);
        continue;
      }
      for (const entry of range.entries) {
        const start = entry.offset - offset;
        yield { entry, sealed: bytes?.subarray(start, start + entry.length) };
      }
      if (bytes !== undefined) freeBytes(bytes);
    }
  }

  async function readRange(range: { offset: number; length: number }): Promise<Uint8Array | undefined> {
    try {
      return await store.read("pack", packId, range, signal);
    } catch (error) {
      if (isPassedOver(error)) return undefined;
      throw error;
    }
  }

  yield* readFrom(
    entries.toSorted((a, b) => a.offset - b.offset),
    0,
  );
}
