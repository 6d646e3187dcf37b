import { BackstayError } from "../../shared/errors.ts";
import type { ReplicaId } from "../../shared/ids.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";

/**
 * Refuses a place that a replica of a known repository has: it is added, moved and removed as such only.
 *
 * @param except the replica that may be there
 * @throws {BackstayError} REPLICA_KNOWN
 */
export function requireUnknownPlace(
  repositories: readonly RepositoryRecord[],
  location: string,
  except?: ReplicaId,
): void {
  const known = repositories.flatMap(({ replicas }) => replicas);
  if (known.some((replica) => replica.location === location && replica.id !== except))
    throw new BackstayError("REPLICA_KNOWN", { location });
}
