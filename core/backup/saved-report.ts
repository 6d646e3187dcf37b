import type { BlobId } from "../../shared/ids.ts";
import type { SavedEntry } from "./messages.ts";

/** An entry of which it is not known yet what it takes in the repository. */
export type EntryToTell = Omit<SavedEntry, "addedBytes" | "storedBytes" | "seconds"> & {
  /** When it was found, as of `performance.now()`. */
  readonly foundMs: number;
};

/**
 * Tells of every entry of the snapshot being made once what is new of it is packed. For who asked only: to know what each file
 * brought costs time on small files. `LargeFile` is whatever stands for a file that is in several batches.
 */
export type SavedReport<LargeFile> = {
  /** Nothing of it is new. */
  unchanged(entry: Omit<EntryToTell, "foundMs">): void;
  /** @param lengths of the batch's blobs, `n` of which starts at 32 * n of `ids` @param wanted 1 where the blob is new */
  hashed(batch: number, ids: Uint8Array, lengths: Uint32Array, wanted: Uint8Array): void;
  /** An entry that is whole in a batch that was hashed. @param node its JSON */
  inBatch(batch: number, entry: EntryToTell, node: string): void;
  /** All of a batch that was hashed is part of a large file. */
  partOf(batch: number, file: LargeFile): void;
  /** All batches of a large file are hashed. @param entry undefined when it is not in the snapshot after all */
  large(file: LargeFile, entry: EntryToTell | undefined): void;
  /** @param addedBytes zero when the repository has this tree; else its length in the repository is waited for */
  folder(entry: EntryToTell, tree: BlobId, addedBytes: number): void;
  /** @param stored length in the repository of each blob of the batch, zero of those it had */
  stored(batch: number, stored: Uint32Array): void;
  storedTree(tree: BlobId, storedBytes: number): void;
};

type Added = { addedBytes: number; storedBytes: number };
type Fresh = { readonly n: number; readonly length: number };
type Batch<LargeFile> = {
  /** By id; each counts for the first file that has it. */
  readonly fresh: Map<string, Fresh>;
  readonly entries: { readonly entry: EntryToTell; readonly blobs: readonly Fresh[] }[];
  file: LargeFile | undefined;
};
type OpenFile = Added & { waiting: number; entry: EntryToTell | undefined; isHashed: boolean };

const ID_LENGTH = 32;

export function createSavedReport<LargeFile>(tell: (entry: SavedEntry) => void): SavedReport<LargeFile> {
  const batches = new Map<number, Batch<LargeFile>>();
  const files = new Map<LargeFile, OpenFile>();
  const folders = new Map<BlobId, { readonly entry: EntryToTell; readonly addedBytes: number }>();

  function batchOf(batch: number): Batch<LargeFile> {
    const found = batches.get(batch);
    if (found === undefined) throw new Error(`batch ${batch} was not hashed`);
    return found;
  }

  function tellNow({ foundMs, ...entry }: EntryToTell, { addedBytes, storedBytes }: Added): void {
    tell({ ...entry, addedBytes, storedBytes, seconds: (performance.now() - foundMs) / 1000 });
  }

  function tellLarge(file: LargeFile): void {
    const open = files.get(file);
    if (open === undefined || !open.isHashed || open.waiting > 0) return;
    files.delete(file);
    if (open.entry !== undefined) tellNow(open.entry, open);
  }

  function openFile(file: LargeFile): OpenFile {
    const open = files.get(file) ?? {
      ...{ addedBytes: 0, storedBytes: 0, waiting: 0, entry: undefined, isHashed: false },
    };
    files.set(file, open);
    return open;
  }

  return {
    unchanged: (entry) => tell({ ...entry, addedBytes: 0, storedBytes: 0, seconds: 0 }),

    hashed(batch, ids, lengths, wanted) {
      const fresh = new Map<string, Fresh>();
      for (const [n, length] of lengths.entries()) {
        if (wanted[n] === 1)
          fresh.set(hexOf(ids.subarray(n * ID_LENGTH, (n + 1) * ID_LENGTH)), { n, length });
      }
      batches.set(batch, { fresh, entries: [], file: undefined });
    },

    inBatch(batch, entry, node) {
      const { fresh, entries } = batchOf(batch);
      const blobs: Fresh[] = [];
      if (fresh.size > 0) {
        const { content }: { readonly content?: readonly string[] } = JSON.parse(node);
        for (const id of content ?? []) {
          const blob = fresh.get(id);
          if (blob !== undefined) blobs.push(blob);
          fresh.delete(id);
        }
      }
      entries.push({ entry, blobs });
    },

    partOf(batch, file) {
      batchOf(batch).file = file;
      openFile(file).waiting += 1;
    },

    large(file, entry) {
      const open = openFile(file);
      open.entry = entry;
      open.isHashed = true;
      tellLarge(file);
    },

    folder(entry, tree, addedBytes) {
      if (addedBytes === 0) tellNow(entry, { addedBytes, storedBytes: 0 });
      else folders.set(tree, { entry, addedBytes });
    },

    stored(batch, stored) {
      const { entries, file, fresh } = batchOf(batch);
      batches.delete(batch);
      for (const { entry, blobs } of entries) tellNow(entry, sumOf(blobs, stored));
      if (file === undefined) return;
      const open = openFile(file);
      const { addedBytes, storedBytes } = sumOf([...fresh.values()], stored);
      open.addedBytes += addedBytes;
      open.storedBytes += storedBytes;
      open.waiting -= 1;
      tellLarge(file);
    },

    storedTree(tree, storedBytes) {
      const folder = folders.get(tree);
      folders.delete(tree);
      if (folder !== undefined) tellNow(folder.entry, { addedBytes: folder.addedBytes, storedBytes });
    },
  };
}

function sumOf(blobs: readonly Fresh[], stored: Uint32Array): Added {
  const sum = { addedBytes: 0, storedBytes: 0 };
  for (const { n, length } of blobs) {
    sum.addedBytes += length;
    sum.storedBytes += stored[n] ?? 0;
  }
  return sum;
}

function hexOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.length).toString("hex");
}
