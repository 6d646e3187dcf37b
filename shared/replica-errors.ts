/** Errors of a repository's replicas. No location here holds a password. */
export type ReplicaErrorDetails = {
  /** What is at `location` is no replica of the repository at `original`. */
  REPLICA_DIFFERS: { location: string; original: string; reason: ReplicaDifference };
  /** The place gave back something else than was stored there, twice. */
  REPLICA_UNRELIABLE: { location: string; kind: KeptKind; name: string };
  /** The repository has no such replica, or not any more. */
  REPLICA_NOT_FOUND: Record<string, never>;
  /** The active one cannot be removed. */
  REPLICA_ACTIVE: { name: string };
  /** What is at `location` is a replica of a repository that is known already. */
  REPLICA_KNOWN: { location: string };
  /** The place for a new repository lies where a disk or share should be mounted, and is not. */
  LOCATION_NOT_MOUNTED: { location: string; mountPoint: string };
  /** `paths`: what cannot be read here. */
  STAND_IN_REFUSED: { reason: StandInRefusal; paths: string[] };
  FAILOVER_REFUSED: { reason: FailoverRefusal };
  /** Nothing is removed while the replicas of a repository differ, or one of them is in trouble. */
  PRUNE_WAITS: { name: string; reason: "moving" | "not-healthy" | "differ" | "suspicious" };
};
export type ReplicaErrorCode = keyof ReplicaErrorDetails;

/** Why an order was not followed. `no-standby`: there is no second replica. */
export type FailoverRefusal = "busy" | "nothing-to-do" | "unknown-replica" | "not-well" | "no-standby";

/**
 * Why a plan is not shared as asked. `own`: it belongs to this Backstay; `not-own`: it does not. `taken-over`: another one starts it just
 * now. `sources`: its files are not there. `known-source`: another source has the id of one of them. `running`: a run of it is under way.
 * `not-offered`: nobody lets others start such a plan. `not-only-files`: it saves what only this computer can reach.
 */
export type StandInRefusal =
  | "own"
  | "not-own"
  | "taken-over"
  | "sources"
  | "known-source"
  | "running"
  | "not-offered"
  | "owner-there"
  | "owner-unknown"
  | "sources-changed"
  | "not-only-files";

/** `keys`: another master key, so another repository. `same-place`: the two are one. */
export type ReplicaDifference = "keys" | "id" | "version" | "polynomial" | "same-place";

/** Files that are written once and stay; all but locks. */
export type KeptKind = "config" | "key" | "snapshot" | "index" | "pack" | "manifest";
