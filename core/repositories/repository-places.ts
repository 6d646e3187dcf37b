/** Where the replicas of repositories are, how they are signed in to, and the passwords of repositories. */
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import { REMOTE_PLACE_SECRETS, type RemotePlaceView } from "../../shared/model/remote-place.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../catalog/repository-store.ts";
import type { JobSecrets } from "../jobs/define-job.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { secretsOfLocation } from "../places/job-secrets.ts";
import { createPlaces, type KeptPlace } from "../places/places.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { activeReplica } from "./active-replica.ts";
import type { NamedPlace } from "./named-place.ts";

/** What others than the list of repositories ask about them. */
export type RepositoryPlaces = {
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND */
  require(id: RepositoryId): RepositoryRecord;
  /** Where jobs and readers find it. @throws {BackstayError} REPOSITORY_NOT_FOUND */
  place(id: RepositoryId): RepositoryPlace & { readonly cacheFolder: string };
  /** The same of its other replicas. @throws {BackstayError} REPOSITORY_NOT_FOUND */
  standbyPlaces(id: RepositoryId): readonly RepositoryPlace[];
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND, SECRET_MISSING, SECRETS_UNREADABLE */
  password(id: RepositoryId): Promise<string>;
  /** Whether the key store has its password. One that cannot be read has none that would help. */
  hasPassword(id: RepositoryId): Promise<boolean>;
  /**
   * What the place of its active replica is opened with, besides its location.
   * @throws {BackstayError} REPOSITORY_NOT_FOUND, STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE
   */
  variables(id: RepositoryId): Promise<StoreVariables>;
  /**
   * What a job gets to know of a repository when it starts: its password, and how each of its places is signed in to.
   * @throws {BackstayError} REPOSITORY_NOT_FOUND, SECRET_MISSING, STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE
   */
  jobSecrets(id: RepositoryId): Promise<JobSecrets>;
  /**
   * How the place of a replica is reached; null for a folder of this machine, or when nobody knows it.
   * @throws {BackstayError} SECRETS_UNREADABLE
   */
  remotePlace(replicaId: ReplicaId): Promise<RemotePlaceView | null>;
};

/** What is kept of the secrets of repositories, for the list of them alone. */
export type SignIns = {
  /** How a replica is signed in to; undefined also when it is none that is known. @throws {BackstayError} SECRETS_UNREADABLE */
  kept(replicaId: ReplicaId): Promise<KeptPlace | undefined>;
  /** @throws {BackstayError} STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE */
  variablesOf(replica: ReplicaRecord): Promise<StoreVariables>;
  /** The place of a replica as it is now. @throws {BackstayError} STORE_SIGN_IN_MISSING, SECRETS_UNREADABLE */
  placeOf(replica: ReplicaRecord): Promise<NamedPlace>;
  keepPassword(id: RepositoryId, password: string): Promise<void>;
  keepPlace(replicaId: ReplicaId, place: KeptPlace | undefined): Promise<void>;
  /** Removes all that is kept of a repository. */
  drop(repository: RepositoryRecord): Promise<void>;
};

export function createRepositoryPlaces(
  store: RepositoryStore,
  secrets: SecretStore,
  cacheFolder: string,
): { readonly places: RepositoryPlaces; readonly signIns: SignIns } {
  const replicaPlaces = createPlaces(secrets);

  const require = (id: RepositoryId): RepositoryRecord => {
    const repository = store.get(id);
    if (repository === undefined) throw new BackstayError("REPOSITORY_NOT_FOUND", {});
    return repository;
  };

  const password = async (id: RepositoryId): Promise<string> => {
    const { name } = require(id);
    const found = await secrets.get(secretName(id));
    if (found === undefined) throw new BackstayError("SECRET_MISSING", { name });
    return found;
  };

  const kept = async (replicaId: ReplicaId): Promise<KeptPlace | undefined> => {
    const all = store.list().flatMap(({ replicas }) => replicas);
    const replica = all.find(({ id }) => id === replicaId);
    return replica === undefined ? undefined : await replicaPlaces.kept(replica);
  };

  const places: RepositoryPlaces = {
    require,
    place: (id) => ({ location: activeReplica(require(id)).location, cacheFolder, expectedId: id }),
    standbyPlaces: (id) =>
      require(id)
        .replicas.filter(({ role }) => role === "standby")
        .map(({ location }) => ({ location, cacheFolder, expectedId: id })),
    password,
    hasPassword: async (id) => {
      try {
        return (await secrets.get(secretName(id))) !== undefined;
      } catch (error) {
        if (!isBackstayError(error)) throw error;
        return false;
      }
    },
    variables: (id) => replicaPlaces.variablesOf(activeReplica(require(id))),
    jobSecrets: async (id) => {
      const all: Record<string, string> = { password: await password(id) };
      for (const replica of require(id).replicas) {
        const { location, role } = replica;
        try {
          Object.assign(all, secretsOfLocation(location, await replicaPlaces.variablesOf(replica)));
        } catch (error) {
          // a copy that nobody can sign in to is no reason not to work on the active one
          if (role === "active" || !isBackstayError(error)) throw error;
        }
      }
      return all;
    },
    remotePlace: async (replicaId) => {
      const found = await kept(replicaId);
      if (found === undefined) return null;
      const names = REMOTE_PLACE_SECRETS.filter((name) => found.secrets[name] !== undefined);
      return { place: found.place, kept: names };
    },
  };
  const signIns: SignIns = {
    kept,
    variablesOf: replicaPlaces.variablesOf,
    placeOf: async (replica) => ({
      location: replica.location,
      variables: await replicaPlaces.variablesOf(replica),
      kept: await replicaPlaces.kept(replica),
    }),
    keepPassword: (id, secret) => secrets.set(secretName(id), secret),
    keepPlace: replicaPlaces.keep,
    drop: async ({ id, replicas }) => {
      await secrets.remove(secretName(id));
      for (const replica of replicas) await replicaPlaces.keep(replica.id, undefined);
    },
  };
  return { places, signIns };
}

/** Under which name the key store has a repository's password. */
function secretName(id: RepositoryId): string {
  return `repository:${id}`;
}
