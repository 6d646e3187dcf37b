import type { BlobId } from "../../shared/ids.ts";

/**
 * One entry of a tree, decoded. Names and link targets are bytes, because file names are not text.
 * @source restic repository format v2, "Trees and Data"
 */
export type TreeNode = {
  /** The file's own name, raw bytes. Never checked here: see `safe-name.ts` before using it as a path. */
  readonly name: Uint8Array;
  readonly type: NodeType;
  /** Go's `os.FileMode`, not `st_mode`. */
  readonly mode: number;
  /** Nanoseconds since 1970, may be negative. */
  readonly mtimeNs: bigint;
  readonly atimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly uid: number;
  readonly gid: number;
  readonly user: string;
  readonly group: string;
  readonly inode: bigint;
  /** `st_dev`; zero unless the entry is a file with several hard links. */
  readonly deviceId: bigint;
  readonly sizeBytes: number;
  readonly links: number;
  /** Raw bytes; empty unless a symbolic link. */
  readonly linkTarget: Uint8Array;
  readonly extendedAttributes: readonly ExtendedAttribute[];
  /** Windows attributes as parsed JSON; whole numbers beyond 2^53 are bigint. */
  readonly genericAttributes: Readonly<Record<string, unknown>> | undefined;
  /** `st_rdev`; zero unless a device. */
  readonly device: bigint;
  /** Blobs of a regular file in order; `null` for everything else. */
  readonly content: readonly BlobId[] | null;
  /** Tree of a folder. */
  readonly subtree: BlobId | undefined;
  /** What restic noted when it could not read the entry. */
  readonly error: string;
};

/** `irregular` is what restic calls anything it has no word for; sockets are never backed up. */
export const NODE_TYPES = [
  "file",
  "dir",
  "symlink",
  "dev",
  "chardev",
  "fifo",
  "socket",
  "irregular",
  "",
] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export type ExtendedAttribute = { readonly name: string; readonly value: Uint8Array };
