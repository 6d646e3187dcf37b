import type { ErrorCode } from "../../../shared/errors.ts";
import type { IndexId, KeyId, PackId, SnapshotId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { Repository } from "../../repository/repository.ts";
import type { StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";

/** One side of a replication: a replica, and the cache of exactly this one. */
export type ReplicaEnd = Repository & { readonly cache: RepositoryCache };

export type ReplicateOptions = {
  /** Snapshots that were removed on purpose, besides those that the records of the replicas name: they are not brought back. */
  readonly tombstones?: ReadonlySet<SnapshotId> | undefined;
  /** Which snapshots belong at the target; without it all do. */
  readonly isWanted?: ((snapshot: StoredSnapshot) => boolean) | undefined;
  /** Only find out what would be copied. */
  readonly dryRun?: boolean | undefined;
  /** Key files that the target lacks are copied too, so that the same passwords open both. None is ever removed. */
  readonly copyKeys?: boolean | undefined;
  /** Follow also the snapshots that both have, so that what the target has lost of them comes back. Reads all their folders. */
  readonly mendOld?: boolean | undefined;
  /** Share of the stored packs, from 0 to 1, that are read back and compared; everything else that is written always is. */
  readonly readBackShare?: number | undefined;
};

/** `bytesTotal` is an estimate at first. */
export type ReplicateProgress = {
  /** `index`: what both have is read; `find`: folders of snapshots are followed; `copy`: packs are copied. */
  readonly phase: "index" | "find" | "copy";
  readonly treesRead: number;
  readonly packsDone: number;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly snapshotsDone: number;
  readonly snapshotsTotal: number;
};

export type ReplicateJob = {
  readonly signal: AbortSignal;
  reportProgress(progress: ReplicateProgress): void;
  /** Called as soon as a snapshot can be restored from the target. */
  onSnapshot?(id: SnapshotId): void;
};

/** What did not go as it should, without stopping the rest. */
export type ReplicateProblem =
  /** At the source. What is whole in it was copied all the same. */
  | { readonly code: "pack-damaged"; readonly packId: PackId; readonly reason: PackDamage }
  | { readonly code: "index-damaged"; readonly indexId: IndexId; readonly side: "from" | "to" }
  | { readonly code: "snapshot-damaged"; readonly snapshotId: SnapshotId }
  /** Something it needs is nowhere to be had, so it is not at the target. */
  | { readonly code: "snapshot-held-back"; readonly snapshotId: SnapshotId }
  | { readonly code: "key-damaged"; readonly keyId: KeyId }
  /** The record of what was removed: a snapshot that only it named may have been brought back. */
  | { readonly code: "record-damaged"; readonly name: string; readonly side: "from" | "to" };

/** `changed`: its bytes do not fit its name. Otherwise the code of the error that the store gave instead. */
export type PackDamage = "changed" | ErrorCode;

/** What was done; after a dry run, what would be. */
export type ReplicateResult = {
  /** Those the target has now and had not before, in the order in which they came. */
  readonly snapshots: readonly SnapshotId[];
  /** Snapshots of the source that the target lacks still, because something they need is damaged. */
  readonly heldBack: readonly SnapshotId[];
  /** Packs copied as they are. */
  readonly packsCopied: number;
  /** Packs that an earlier run had stored and not come to name in an index. */
  readonly packsAdopted: number;
  /** Blobs that were copied one by one, because the target had others of their pack. */
  readonly blobsRepacked: number;
  /** Bytes of packs that were copied, and of blobs that were repacked. */
  readonly bytesCopied: number;
  readonly packsReadBack: number;
  readonly keysCopied: number;
  readonly problems: readonly ReplicateProblem[];
};
