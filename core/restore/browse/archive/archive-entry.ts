import type { TreeNode } from "../../../repository/node.ts";

/** An entry on its way into an archive. */
export type ArchiveEntry = {
  /** Path within the archive, raw bytes, safe to extract; a folder's ends with a slash. */
  readonly name: Uint8Array;
  readonly node: TreeNode;
  /** Bytes that `content` adds up to; zero for everything but files. */
  readonly sizeBytes: number;
  /** A list when it is short enough to be in memory. */
  readonly content: AsyncIterable<Uint8Array> | readonly Uint8Array[];
};

/** One format of archives, as a stream of bytes. */
export type ArchiveFormat = {
  /** Whether the format has a way to hold such an entry. */
  canHold(node: TreeNode): boolean;
  write(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<Uint8Array>;
};
