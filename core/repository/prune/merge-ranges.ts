import type { ByteRange } from "../../storage/store.ts";
import type { PackEntry } from "../types.ts";

/** Entries that are read together. */
export type EntryRange = ByteRange & { readonly entries: readonly PackEntry[] };

export type MergeLimits = {
  /** Bytes nobody wants that may be read along, to save a request. */
  readonly maxGapBytes: number;
  /** Of a range with more than one entry. */
  readonly maxRangeBytes: number;
};

/**
 * Joins entries of one pack that lie near each other into ranges.
 * @param entries in the order of their offsets
 */
export function mergeRanges(entries: readonly PackEntry[], limits: MergeLimits): readonly EntryRange[] {
  const ranges: { offset: number; length: number; entries: PackEntry[] }[] = [];
  for (const entry of entries) {
    const last = ranges.at(-1);
    const end = entry.offset + entry.length;
    if (
      last !== undefined &&
      entry.offset - (last.offset + last.length) <= limits.maxGapBytes &&
      end - last.offset <= limits.maxRangeBytes
    ) {
      last.length = Math.max(last.length, end - last.offset); // a hostile index puts one over another
      last.entries.push(entry);
    } else {
      ranges.push({ offset: entry.offset, length: entry.length, entries: [entry] });
    }
  }
  return ranges;
}
