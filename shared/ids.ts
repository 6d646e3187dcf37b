/**
 * Ids are lower-case hexadecimal SHA-256 sums (unless they say otherwise), branded by what they name, so that the id of a pack cannot be
 * passed where the id of a blob is wanted.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 64 hex digits: SHA-256 of a blob's plaintext. */
export type BlobId = Branded<"BlobId">;
/** 64 hex digits: SHA-256 of a pack file. */
export type PackId = Branded<"PackId">;
/** 64 hex digits: SHA-256 of an encrypted snapshot file. */
export type SnapshotId = Branded<"SnapshotId">;
/** 64 hex digits drawn at random when a repository is made. */
export type RepositoryId = Branded<"RepositoryId">;
/** 64 hex digits: SHA-256 of a key file. */
export type KeyId = Branded<"KeyId">;
/** 64 hex digits: SHA-256 of an encrypted index file. */
export type IndexId = Branded<"IndexId">;
/** A UUID, drawn when a job is queued. */
export type JobId = Branded<"JobId">;
/** A UUID, as are the next ones: drawn when the thing is made, and kept when it is renamed. */
export type SourceId = Branded<"SourceId">;
export type PlanId = Branded<"PlanId">;
export type ReplicaId = Branded<"ReplicaId">;
/** One run of a plan: a job for each of its sources. */
export type RunId = Branded<"RunId">;
/** One rehearsed failure. */
export type DrillId = Branded<"DrillId">;
export type AlertId = Branded<"AlertId">;
/** One way in which people are told of alerts. */
export type ChannelId = Branded<"ChannelId">;
/** A machine whose disks are watched. */
export type WatchedHostId = Branded<"WatchedHostId">;
/** A disk, array, controller or file system of a watched host. */
export type HealthSubjectId = Branded<"HealthSubjectId">;
/**
 * What belongs together in the history of a repository: a {@link SourceId} where Backstay made the snapshots for a source, else
 * 64 hex digits, the SHA-256 sum of host and paths.
 */
export type SeriesId = Branded<"SeriesId">;

const FULL_ID = /^[0-9a-f]{64}$/;

/** True for exactly 64 lower-case hex digits, the only form a stored object's name may have. */
export function isFullId(text: string): boolean {
  return FULL_ID.test(text);
}

/** How restic and Backstay show an id to a person: its first eight digits. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}
