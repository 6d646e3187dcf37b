/** Errors of a repository's replicas. No location here holds a password. */
export type ReplicaErrorDetails = {
  /** What is at `location` is no replica of the repository at `original`. */
  REPLICA_DIFFERS: { location: string; original: string; reason: ReplicaDifference };
  /** The place gave back something else than was stored there, twice. */
  REPLICA_UNRELIABLE: { location: string; kind: KeptKind; name: string };
};
export type ReplicaErrorCode = keyof ReplicaErrorDetails;

/** `keys`: another master key, so another repository. `same-place`: the two are one. */
export type ReplicaDifference = "keys" | "id" | "version" | "polynomial" | "same-place";

/** Files that are written once and stay; all but locks. */
export type KeptKind = "config" | "key" | "snapshot" | "index" | "pack" | "manifest";
