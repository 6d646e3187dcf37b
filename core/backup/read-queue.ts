import type { RawPath } from "../platform/raw-path.ts";
import { createFifo } from "./fifo.ts";
import type { WantedEntry } from "./folder-walk.ts";
import type { ReadItem } from "./messages.ts";
import { READ_AREA_BYTES } from "./read-area.ts";

/** A batch of small files is sent when it holds this much. */
const BATCH_BYTES = 4 * 1024 * 1024;
const BATCH_ITEMS = 256;

/** Entries that wait to be read, in the order they were found; those too large for one batch stand in a queue of their own. */
export type ReadQueue = {
  readonly length: number;
  /** Whether a batch would be full. */
  readonly hasFullBatch: boolean;
  add(entry: WantedEntry): void;
  /** For what turned out to be too large only when it was opened. */
  addLarge(entry: WantedEntry): void;
  takeLarge(): WantedEntry | undefined;
  /** The next entries that fit one area; empty when there are none but large ones. */
  takeBatch(): ReadItem[];
  /** The entry of an item that was taken, which is then forgotten. */
  entryOf(key: number): WantedEntry;
  /** What was taken last. */
  lastPath(): RawPath | undefined;
};

export function createReadQueue(): ReadQueue {
  const waiting = createFifo<WantedEntry>();
  const large = createFifo<WantedEntry>();
  const taken = new Map<number, WantedEntry>();
  let nextKey = 0;
  let lastPath: RawPath | undefined;
  return {
    get length() {
      return waiting.length;
    },
    get hasFullBatch() {
      return waiting.length >= BATCH_ITEMS;
    },
    add: waiting.add,
    addLarge: large.add,
    lastPath: () => lastPath,
    takeLarge() {
      const entry = large.take();
      lastPath = entry?.path ?? lastPath;
      return entry;
    },
    takeBatch() {
      const items: ReadItem[] = [];
      let bytes = 0;
      while (items.length < BATCH_ITEMS && bytes < BATCH_BYTES) {
        const entry = waiting.peek();
        if (entry === undefined) break;
        const isLarge = entry.sizeBytes > READ_AREA_BYTES;
        if (!isLarge && bytes + entry.sizeBytes > READ_AREA_BYTES) break;
        waiting.take();
        if (isLarge) {
          large.add(entry);
          continue;
        }
        bytes += entry.sizeBytes;
        taken.set(nextKey, entry);
        items.push({ key: nextKey, path: entry.path, kind: entry.kind });
        nextKey += 1;
        lastPath = entry.path;
      }
      return items;
    },
    entryOf(key) {
      const entry = taken.get(key);
      if (entry === undefined) throw new Error(`no entry waits for item ${key}`);
      taken.delete(key);
      return entry;
    },
  };
}
