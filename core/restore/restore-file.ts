import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { stModeFromGoMode } from "../repository/format/node-mode.ts";
import type { TreeNode } from "../repository/node.ts";
import { hardLinkKey } from "./hard-links.ts";
import type { ChunkList, Metadata, Place } from "./messages.ts";
import type { RestoreProblemReason } from "./problem.ts";

const MODE_BITS = 0o7777;

/** A file on its way to the target. */
export type RestoreFile = {
  /** In the snapshot, for problems. */
  readonly path: RawPath;
  readonly place: Place;
  /** A file whose chunks may be right already: the one to go on with, or the one to replace. */
  readonly reuse: RawPath | undefined;
  readonly metadata: Metadata;
  readonly content: readonly BlobId[];
  /** Plain bytes of each chunk, as the index has them. */
  readonly lengths: Uint32Array<ArrayBuffer>;
  /** Their sum: the tree's own number is not trusted. */
  readonly sizeBytes: number;
  readonly linkKey: string | undefined;
  /** Drawn anew for every try. */
  key: number;
  /** A `prepared` file is there, unfinished; a `planned` one is made by the message that has all its content. */
  state: "planned" | "prepared" | "done" | "failed";
  /** Why it failed. */
  failure: RestoreProblemReason | undefined;
  /** There as soon as somebody has begun to prepare the file. */
  preparing: Promise<void> | undefined;
  /** 1 for each chunk that needs not be written. */
  kept: Uint8Array | undefined;
};

/** Chunks `from` to `end` (exclusive) of a file, which begin at byte `position`. */
export type FileSlice = {
  readonly file: RestoreFile;
  readonly from: number;
  readonly end: number;
  readonly position: number;
};

export function metadataOf(node: TreeNode): Metadata {
  return {
    mode: stModeFromGoMode(node.mode) & MODE_BITS,
    uid: node.uid,
    gid: node.gid,
    atimeNs: node.atimeNs,
    mtimeNs: node.mtimeNs,
    attributes: node.extendedAttributes,
  };
}

export function chunksOf(file: RestoreFile): ChunkList {
  const ids = new Uint8Array(file.content.length * 32);
  for (const [n, id] of file.content.entries()) ids.set(Buffer.from(id, "hex"), n * 32);
  return { ids, lengths: file.lengths };
}

export function isWholeFile({ file, from, end }: FileSlice): boolean {
  return from === 0 && end === file.content.length;
}

export function newFile({
  path,
  node,
  place,
  lengths,
  sizeBytes,
  reuse,
}: Pick<RestoreFile, "path" | "place" | "lengths" | "sizeBytes" | "reuse"> & {
  node: TreeNode;
}): RestoreFile {
  return {
    path,
    place,
    reuse,
    metadata: metadataOf(node),
    content: node.content ?? [],
    lengths,
    sizeBytes,
    linkKey: hardLinkKey(node),
    key: 0,
    state: "planned",
    failure: undefined,
    preparing: undefined,
    kept: undefined,
  };
}
