/** From where jobs and readers may read a repository: from all of its replicas, the active one first. */
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ReadStrategy } from "../../shared/model/read-strategy.ts";
import type { ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { JobSecrets } from "../jobs/define-job.ts";
import type { ReadPlace } from "../jobs/kinds/with-readable.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { variablesAmong } from "../places/job-secrets.ts";
import type { OtherReplica } from "../reader/messages.ts";

export type ReadPlaces = {
  /** Where a job that only reads finds a repository. @throws {BackstayError} REPOSITORY_NOT_FOUND */
  placeOf(id: RepositoryId): ReadPlace;
  /**
   * Its standbys, in the order in which they would take over, with what they are signed in to with.
   * @throws {BackstayError} REPOSITORY_NOT_FOUND, SECRET_MISSING, STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE
   */
  othersOf(id: RepositoryId): Promise<readonly OtherReplica[]>;
};

export type ReadPlaceParts = {
  readonly repositories: {
    require(id: RepositoryId): RepositoryRecord;
    place(id: RepositoryId): RepositoryPlace;
    jobSecrets(id: RepositoryId): Promise<JobSecrets>;
  };
  readonly sets: Pick<ReplicaSetStore, "members">;
  readonly strategy: () => ReadStrategy;
};

export function createReadPlaces({ repositories, sets, strategy }: ReadPlaceParts): ReadPlaces {
  const standbysOf = (id: RepositoryId): readonly ReplicaRecord[] => {
    const order = new Map<ReplicaId, number>(sets.members(id).map(({ replicaId }, n) => [replicaId, n]));
    const placeIn = ({ id: replicaId }: ReplicaRecord) => order.get(replicaId) ?? order.size;
    return repositories
      .require(id)
      .replicas.filter(({ role }) => role === "standby")
      .toSorted((a, b) => placeIn(a) - placeIn(b));
  };
  return {
    placeOf(id) {
      const others = standbysOf(id).map(({ location }) => location);
      const place = repositories.place(id);
      return others.length === 0 ? place : { ...place, others, strategy: strategy() };
    },
    async othersOf(id) {
      const standbys = standbysOf(id);
      if (standbys.length === 0) return [];
      const secrets = await repositories.jobSecrets(id);
      return standbys.map(({ location }) => ({ location, variables: variablesAmong(location, secrets) }));
    },
  };
}
