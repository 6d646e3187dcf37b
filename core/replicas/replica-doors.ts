/** How the host itself gets into replicas: with keys that a password opened once, as to open one takes a second of a processor. */
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { Places } from "../places/places.ts";
import { lateAt } from "../repositories/at-place.ts";
import { openRepository } from "../repository/open-repository.ts";
import type { Repository } from "../repository/repository.ts";
import type { Store } from "../storage/store.ts";
import { untilLate } from "../storage/until-late.ts";

export type ReplicaDoors = {
  /**
   * Opens a replica; that it is the right one has still to be proved. Whoever opens it closes its store.
   * @param limitMs how long it may be used; without one as long as it likes
   * @throws {BackstayError} SECRET_MISSING, STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE; what opening a repository throws the first time
   */
  open(replica: ReplicaRecord, signal: AbortSignal, limitMs?: number): Promise<Repository>;
  /** The same at a store that is open already, which stays open whatever happens. */
  openAt(repositoryId: RepositoryId, store: Store, signal: AbortSignal): Promise<Repository>;
  /** The password or the place changed: the next one is opened anew. */
  forget(id: RepositoryId): void;
};

export type DoorParts = {
  readonly places: Pick<Places, "open">;
  readonly password: (id: RepositoryId) => Promise<string>;
};

export function createReplicaDoors({ places, password }: DoorParts): ReplicaDoors {
  /** The keys are those of all replicas; of the store nothing is remembered. */
  const opened = new Map<RepositoryId, Omit<Repository, "store">>();

  const openAt: ReplicaDoors["openAt"] = async (id, store, signal) => {
    const known = opened.get(id);
    if (known !== undefined) return { ...known, store };
    const repository = await openRepository(store, await password(id), signal);
    // what stands there may be another repository that opens with the same password
    if (repository.id === id) opened.set(id, withoutStore(repository));
    return repository;
  };

  return {
    openAt,
    async open(replica, signal, limitMs) {
      const whole = await places.open(replica);
      const store = limitMs === undefined ? whole : untilLate(whole, limitMs, () => lateAt(replica.location));
      try {
        return await openAt(replica.repositoryId, store, signal);
      } catch (error) {
        await whole.close();
        throw error;
      }
    },
    forget: (id) => void opened.delete(id),
  };
}

function withoutStore({ store: _, ...keys }: Repository): Omit<Repository, "store"> {
  return keys;
}

/** Finds a replica among those of a repository. */
export function replicaIn(
  { replicas }: { readonly replicas: readonly ReplicaRecord[] },
  id: ReplicaId,
): ReplicaRecord | undefined {
  return replicas.find((replica) => replica.id === id);
}
