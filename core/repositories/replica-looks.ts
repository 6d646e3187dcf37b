import type { WireError } from "../../shared/errors.ts";
import type { ReplicaId } from "../../shared/ids.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { type Look, lookAtReplica } from "./look-at-replica.ts";
import type { RepositoryPlaces, SignIns } from "./repository-places.ts";

/** Looks at replicas, and why each was out of reach at the last of them. */
export type ReplicaLooks = {
  /** Whoever comes while a look is under way gets its answer. */
  look(replica: ReplicaRecord): Promise<Look>;
  /** Why a replica was out of reach when this host looked last; undefined when it was not, or nobody has looked. */
  errorOf(replicaId: ReplicaId): WireError | undefined;
  /** It was found in reach by other means, or is none any more. */
  forget(replicaId: ReplicaId): void;
};

export function createReplicaLooks(
  password: RepositoryPlaces["password"],
  variablesOf: SignIns["variablesOf"],
  clock: Clock,
): ReplicaLooks {
  /** A share that hangs must not be asked a second time while the first question waits. */
  const looks = new Map<ReplicaId, Promise<Look>>();
  const errors = new Map<ReplicaId, WireError>();

  async function lookOnce(replica: ReplicaRecord): Promise<Look> {
    try {
      const seen = await lookAtReplica(replica, {
        password: () => password(replica.repositoryId),
        variables: () => variablesOf(replica),
        clock,
      });
      if (seen.error === undefined) errors.delete(replica.id);
      else errors.set(replica.id, seen.error);
      return seen;
    } finally {
      looks.delete(replica.id);
    }
  }

  return {
    look(replica) {
      const running = looks.get(replica.id);
      if (running !== undefined) return running;
      const next = lookOnce(replica);
      looks.set(replica.id, next);
      return next;
    },
    errorOf: (replicaId) => errors.get(replicaId),
    forget: (replicaId) => void errors.delete(replicaId),
  };
}
