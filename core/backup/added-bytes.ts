/** How much of each file is new, for whoever asked to be told of every entry: to know it costs time on small files. */

/** What one batch of blobs brought that the repository did not have. */
export type AddedBatch<File> = {
  /** A blob of the batch is new. */
  note(id: Uint8Array, length: number): void;
  /** All of the batch is part of a large file. */
  belongsTo(file: File): void;
  /** @param node JSON of a file that is in this batch whole. @returns bytes of its blobs that are new; each counts for the first file only */
  of(node: string | undefined): number;
};

export type AddedBytes<File> = {
  batch(): AddedBatch<File>;
  /** @returns bytes that all batches of a large file brought; it is forgotten then */
  ofLarge(file: File): number;
};

export function createAddedBytes<File>(): AddedBytes<File> {
  const ofFiles = new Map<File, number>();
  return {
    batch() {
      const fresh = new Map<string, number>();
      return {
        note: (id, length) => void fresh.set(Buffer.from(id).toString("hex"), length),
        belongsTo(file) {
          const sum = [...fresh.values()].reduce((total, length) => total + length, 0);
          ofFiles.set(file, (ofFiles.get(file) ?? 0) + sum);
        },
        of(node) {
          if (node === undefined || fresh.size === 0) return 0;
          const { content }: { readonly content?: readonly string[] } = JSON.parse(node);
          let sum = 0;
          for (const id of content ?? []) {
            sum += fresh.get(id) ?? 0;
            fresh.delete(id);
          }
          return sum;
        },
      };
    },
    ofLarge(file) {
      const sum = ofFiles.get(file) ?? 0;
      ofFiles.delete(file);
      return sum;
    },
  };
}
