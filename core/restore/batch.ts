import type { RawPath } from "../platform/raw-path.ts";
import type { FinishItem, SpecialItem } from "./messages.ts";
import type { FileSlice, RestoreFile } from "./restore-file.ts";
import type { RestoreFolder } from "./restore-folder.ts";
import type { WalkEntry } from "./walk-snapshot.ts";

/** Where an entry belongs, and which names beside it are spoken for. */
export type PlacedEntry = WalkEntry & {
  readonly folder: RestoreFolder;
  /** All that will stand in the same folder, for choosing a free name. */
  readonly siblings: readonly WalkEntry[];
};

/** A file that is in the target already, by size and time. */
export type UnchangedFile = {
  readonly entry: PlacedEntry;
  readonly file: RestoreFile;
  /** There when its owner or mode differs. */
  readonly finish: FinishItem | undefined;
};

export type SpecialEntry = {
  readonly path: RawPath;
  readonly item: SpecialItem;
  /** There when it has other names. */
  readonly linkKey: string | undefined;
};

/** A further name of something that came earlier. */
export type LinkEntry = { readonly entry: PlacedEntry; readonly key: string };

/** Work that fits the memory. Batches are completed in the order they were filled in. */
export type Batch = {
  readonly slices: FileSlice[];
  /** Files whose last slice is in this batch. */
  readonly files: RestoreFile[];
  readonly unchanged: UnchangedFile[];
  readonly links: LinkEntry[];
  readonly specials: SpecialEntry[];
  /** Folders of which everything is in this batch or an earlier one; inner ones first. */
  readonly folders: RestoreFolder[];
  /** Plain bytes of the slices. */
  bytes: number;
  chunks: number;
};

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_ENTRIES = 1024;
const MAX_CHUNKS = 16 * 1024;

export function newBatch(): Batch {
  return { slices: [], files: [], unchanged: [], links: [], specials: [], folders: [], bytes: 0, chunks: 0 };
}

export function isFull(batch: Batch): boolean {
  const { slices, unchanged, links, specials, folders } = batch;
  const entries = slices.length + unchanged.length + links.length + specials.length + folders.length;
  return batch.bytes >= MAX_BYTES || entries >= MAX_ENTRIES || batch.chunks >= MAX_CHUNKS;
}

export function isEmpty({ slices, unchanged, links, specials, folders }: Batch): boolean {
  return slices.length + unchanged.length + links.length + specials.length + folders.length === 0;
}

/**
 * Adds as much of a file, from this chunk on, as the batch has room for: at least one chunk, or all of an empty file.
 * @returns what is left of it
 */
export function addSlice(batch: Batch, { file, from, position }: FileSlice): FileSlice | undefined {
  const { content, lengths } = file;
  let end = from;
  let next = position;
  while (end < content.length && (end === from || !isFull(batch))) {
    const length = lengths[end] ?? 0;
    batch.bytes += length;
    batch.chunks += 1;
    next += length;
    end += 1;
  }
  batch.slices.push({ file, from, end, position });
  if (end < content.length) return { file, from: end, end: content.length, position: next };
  batch.files.push(file);
  return undefined;
}
