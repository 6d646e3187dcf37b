import { BackstayError, type ReplicaDifference } from "../../../shared/errors.ts";
import { encodeMasterKey } from "../../repository/format/master-key.ts";
import type { Repository } from "../../repository/repository.ts";

/**
 * Makes sure that two repositories are replicas of each other: the same id, format, chunker polynomial and master key.
 * @throws {BackstayError} REPLICA_DIFFERS
 */
export function requireAlike(one: Repository, other: Repository): void {
  const reason = differenceOf(one, other);
  if (reason === undefined) return;
  const details = { location: other.store.location, original: one.store.location, reason };
  throw new BackstayError("REPLICA_DIFFERS", details);
}

function differenceOf(one: Repository, other: Repository): ReplicaDifference | undefined {
  if (Buffer.compare(encodeMasterKey(one.masterKey), encodeMasterKey(other.masterKey)) !== 0) return "keys";
  if (one.id !== other.id) return "id";
  if (one.version !== other.version) return "version";
  if (one.polynomial !== other.polynomial) return "polynomial";
  return one.store.location === other.store.location ? "same-place" : undefined;
}
