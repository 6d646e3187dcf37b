import type { EntryFault } from "../../../shared/entry-faults.ts";
import type { CorruptReason, ErrorCode, UnsafeName } from "../../../shared/errors.ts";
import type { BlobId, IndexId, KeyId, PackId, SnapshotId } from "../../../shared/ids.ts";
import type { PackHeaderFault, TreeFault } from "../../../shared/listing-faults.ts";
import type { BlobType } from "../types.ts";

/** Damage: something a snapshot needs, or may need, is not there or not right. */
export type CheckProblem =
  | { readonly code: "snapshot-broken"; readonly snapshotId: SnapshotId; readonly reason: CorruptReason }
  /** Its password, and only that, may open nothing any more. */
  | { readonly code: "key-broken"; readonly keyId: KeyId; readonly reason: CorruptReason }
  | { readonly code: "index-broken"; readonly indexId: IndexId; readonly reason: CorruptReason }
  /** Two index files say different things of the pack. */
  | { readonly code: "index-contradictory"; readonly packId: PackId }
  /** The index does not say what the pack's own header says. */
  | { readonly code: "index-wrong"; readonly packId: PackId }
  | { readonly code: "pack-missing"; readonly packId: PackId; readonly blobs: number }
  | {
      readonly code: "pack-size-wrong";
      readonly packId: PackId;
      readonly expectedBytes: number;
      readonly actualBytes: number;
    }
  /** The file's SHA-256 is not its name. */
  | { readonly code: "pack-changed"; readonly packId: PackId }
  | { readonly code: "pack-header-broken"; readonly packId: PackId; readonly reason: PackHeaderFault }
  /** The store could not give the file. */
  | { readonly code: "pack-unreadable"; readonly packId: PackId; readonly errorCode: ErrorCode }
  | {
      readonly code: "blob-corrupt";
      readonly packId: PackId;
      readonly blobId: BlobId;
      readonly blobType: BlobType;
      readonly reason: CorruptReason;
    }
  /** A tree that snapshots need is not in the index. */
  | { readonly code: "tree-missing"; readonly treeId: BlobId }
  /** A tree that snapshots need is in the index, but no copy of it is whole. */
  | { readonly code: "tree-unreadable"; readonly treeId: BlobId }
  | TreeProblem
  /** `treeId` is a folder that needs the blob. */
  | { readonly code: "blob-missing"; readonly blobId: BlobId; readonly treeId: BlobId };

/** Damage inside a tree whose bytes are right, so it was made by a faulty or hostile program. */
export type TreeProblem =
  | { readonly code: "tree-broken"; readonly treeId: BlobId; readonly reason: TreeFault }
  | {
      readonly code: "folder-without-tree" | "file-without-content" | "entry-type-unknown";
      readonly treeId: BlobId;
      /** The entry's name as text, cut when long; not made safe for a terminal. */
      readonly name: string;
    }
  /** What the entry says of itself cannot be believed; a restore leaves it out. `name` is empty when it has none. */
  | {
      readonly code: "entry-broken";
      readonly treeId: BlobId;
      readonly name: string;
      readonly fault: EntryFault;
    };

/** Not damage, but worth knowing. */
export type CheckNote =
  /** No index names the file: what an interrupted backup left, or a backup at work right now. Prune removes it. */
  | { readonly code: "pack-orphaned"; readonly packId: PackId; readonly sizeBytes: number }
  | { readonly code: "pack-indexed-twice"; readonly packId: PackId }
  /** Data and trees in one pack, as very old restic versions wrote them. Prune separates them. */
  | { readonly code: "pack-mixed"; readonly packId: PackId }
  | TreeNote;

export type TreeNote =
  /** A name that no file can have; restore refuses it. */
  | {
      readonly code: "name-unsafe";
      readonly treeId: BlobId;
      readonly name: string;
      readonly reason: UnsafeName;
    }
  /** Old restic versions wrote such entries of files that changed meanwhile; restore says it. The content is whole. */
  | {
      readonly code: "size-differs";
      readonly treeId: BlobId;
      readonly name: string;
      readonly sizeBytes: number;
      /** What its blobs come to, as the index has them. */
      readonly contentBytes: number;
    };

/** Something that cannot be restored from the repository as it is. */
export type LostEntry = {
  /** As text; with a slash at its end a folder whose listing cannot be read, so that nobody knows what was in it. */
  readonly path: string;
  readonly isFolder: boolean;
  /** Oldest first. */
  readonly snapshots: readonly SnapshotId[];
};

export type LostEntries = {
  /** Those that lack something, oldest first. */
  readonly snapshots: readonly SnapshotId[];
  readonly entries: readonly LostEntry[];
  /** False when there are more than are named. */
  readonly isComplete: boolean;
};

export type CheckResult = {
  /** The first of them; `problemCount` counts all. Empty means that nothing was found wrong. */
  readonly problems: readonly CheckProblem[];
  readonly problemCount: number;
  readonly notes: readonly CheckNote[];
  readonly noteCount: number;
  readonly snapshots: number;
  readonly indexFiles: number;
  /** Pack files in the store. */
  readonly packs: number;
  /** Trees that snapshots need. */
  readonly trees: number;
  /** Packs whose every byte was verified. */
  readonly packsRead: number;
  readonly bytesRead: number;
  /** Packs with damage, for repair; each once. */
  readonly brokenPacks: readonly PackId[];
  /** What snapshots lack because of the damage, as far as the data was read. */
  readonly lost: LostEntries;
  /** Snapshots in which something is a {@link TreeProblem}: nothing mends them, and the others are not affected. Oldest first. */
  readonly forged: readonly SnapshotId[];
  readonly keys: number;
  readonly suggestRebuildIndex: boolean;
  /** Packs that must be named to the rebuild, because the index looks right about them; each once. */
  readonly packsToRebuild: readonly PackId[];
  /** What is lost may come back from its sources, and the index does not hinder that, or will not after the rebuild. */
  readonly suggestBackup: boolean;
  readonly suggestPrune: boolean;
};
