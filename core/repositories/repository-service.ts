/** The repositories this machine knows: made, opened, looked after and forgotten. */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { BackstayError, isBackstayError, type WireError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import {
  REMOTE_PLACE_SECRETS,
  type RemotePlaceDraft,
  type RemotePlaceView,
} from "../../shared/model/remote-place.ts";
import type { LocationFinding } from "../../shared/model/repository.ts";
import { removeRepositoryCache } from "../catalog/repository-cache.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { JobSecrets } from "../jobs/define-job.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { secretsOfLocation } from "../places/job-secrets.ts";
import { createPlaces } from "../places/places.ts";
import { initRepository, openRepository } from "../repository/open-repository.ts";
import type { Repository } from "../repository/repository.ts";
import { removeSearchFile, searchFilePath } from "../search/search-file.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { isLocal } from "../storage/open-store.ts";
import type { Store } from "../storage/store.ts";
import type { StoreVariables } from "../storage/variables.ts";
import { ANSWER_LIMIT_MS, atPlace } from "./at-place.ts";
import { readConfigSum } from "./config-sum.ts";
import type { Space } from "./free-space.ts";
import { inspectLocation } from "./inspect-location.ts";
import { type Look, lookAtReplica } from "./look-at-replica.ts";
import { type NamedPlace, resolvePlace, type Where } from "./named-place.ts";
import { requireOwnPlace } from "./require-own-place.ts";
import { requireRoomFor } from "./require-room-for.ts";
import { spaceAtStore } from "./space-at-store.ts";

export type RepositoryServiceParts = {
  readonly store: RepositoryStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  readonly cacheFolder: string;
  /** Names of the plans that use a repository. */
  readonly plansUsing: (id: RepositoryId) => readonly string[];
  /** Repositories came, went, or are in reach or not. */
  readonly onChange: () => void;
  /** Told of every look at the active replica. */
  readonly onLook: (repository: RepositoryRecord, error: WireError | undefined) => void | Promise<void>;
};

export type RepositoryService = {
  list(): readonly RepositoryRecord[];
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND */
  require(id: RepositoryId): RepositoryRecord;
  /**
   * Looks what stands at a place, and changes nothing there.
   * @param options.replicaId the one that is edited: secrets that are not given are those that are kept for it
   * @throws {BackstayError} WRONG_PASSWORD; of another machine also why it cannot be asked, REMOTE_KEY_UNKNOWN among it
   */
  inspect(
    where: Where,
    options: {
      readonly password: string | null;
      readonly sourcePaths: readonly string[];
      readonly replicaId?: ReplicaId | undefined;
    },
  ): Promise<LocationFinding>;
  /** @throws {BackstayError} NAME_TAKEN, LOCATION_NOT_EMPTY, LOCATION_INSIDE, REPOSITORY_EXISTS, what making it throws */
  create(name: string, where: Where, password: string): Promise<RepositoryRecord>;
  /**
   * Takes an existing repository into the catalog. One that is known gets its password, and its place if it has moved.
   * @throws {BackstayError} NAME_TAKEN, REPOSITORY_EXISTS when it is known at another place that still answers; what opening it throws
   */
  open(name: string, where: Where, password: string): Promise<RepositoryRecord>;
  /**
   * Keeps a password that opens it, whatever became of the one before.
   * @throws {BackstayError} WRONG_PASSWORD, REPOSITORY_CHANGED; what opening it throws
   */
  setPassword(id: RepositoryId, password: string): Promise<RepositoryRecord>;
  /**
   * How the place of a replica is reached; null for a folder of this machine, or when nobody knows it.
   * @throws {BackstayError} SECRETS_UNREADABLE
   */
  remotePlace(replicaId: ReplicaId): Promise<RemotePlaceView | null>;
  /**
   * Keeps another address or other credentials for a replica, once the repository was found there.
   * @throws {BackstayError} REPOSITORY_CHANGED when another one stands there; what opening it throws
   */
  setRemotePlace(id: RepositoryId, replicaId: ReplicaId, draft: RemotePlaceDraft): Promise<RepositoryRecord>;
  rename(id: RepositoryId, name: string): RepositoryRecord;
  /** Why a replica was out of reach when this host looked last; undefined when it was not, or nobody has looked. */
  errorOf(replicaId: ReplicaId): WireError | undefined;
  /** Looks at every replica. */
  refresh(id: RepositoryId): Promise<RepositoryRecord>;
  /** @throws {BackstayError} REPOSITORY_IN_USE */
  detach(id: RepositoryId): Promise<void>;
  /** Removes what is kept on this machine of a repository that was detached: it names every file that was backed up. */
  removeCaches(id: RepositoryId): void;
  /** Where jobs and readers find it. @throws {BackstayError} REPOSITORY_NOT_FOUND */
  place(id: RepositoryId): RepositoryPlace & { readonly cacheFolder: string };
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND, SECRET_MISSING, SECRETS_UNREADABLE */
  password(id: RepositoryId): Promise<string>;
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
  /** Whether the key store has its password. One that cannot be read has none that would help. */
  hasPassword(id: RepositoryId): Promise<boolean>;
};

/** Opening tries a password, which takes seconds where a repository wants it so. */
const OPEN_LIMIT_MS = 120_000;

export function createRepositoryService(parts: RepositoryServiceParts): RepositoryService {
  const { store, secrets, clock } = parts;
  const places = createPlaces(secrets);
  /** A share that hangs must not be asked a second time while the first question waits. */
  const looks = new Map<ReplicaId, Promise<Look>>();
  const errors = new Map<ReplicaId, WireError>();
  const noteError = (id: ReplicaId, error: WireError | undefined) => {
    if (error === undefined) errors.delete(id);
    else errors.set(id, error);
  };

  const require = (id: RepositoryId): RepositoryRecord => {
    const repository = store.get(id);
    if (repository === undefined) throw new BackstayError("REPOSITORY_NOT_FOUND", {});
    return repository;
  };

  const requireFreeName = (name: string, except?: RepositoryId) => {
    const isTaken = store.list().some((other) => other.id !== except && isSameName(other.name, name));
    if (isTaken) throw new BackstayError("NAME_TAKEN", { name });
  };

  const look = (replica: ReplicaRecord): Promise<Look> => {
    const running = looks.get(replica.id);
    if (running !== undefined) return running;
    const next = lookAtReplica(replica, {
      password: () => password(replica.repositoryId),
      variables: () => places.variablesOf(replica),
      clock,
    })
      .then((seen) => {
        noteError(replica.id, seen.error);
        return seen;
      })
      .finally(() => looks.delete(replica.id));
    looks.set(replica.id, next);
    return next;
  };

  const password = async (id: RepositoryId): Promise<string> => {
    const { name } = require(id);
    const found = await secrets.get(secretName(id));
    if (found === undefined) throw new BackstayError("SECRET_MISSING", { name });
    return found;
  };

  const requireReplica = (id: RepositoryId, replicaId: ReplicaId): ReplicaRecord => {
    const replica = require(id).replicas.find((one) => one.id === replicaId);
    if (replica === undefined) throw new BackstayError("REPOSITORY_NOT_FOUND", {});
    return replica;
  };
  const replicaOf = (replicaId: ReplicaId): ReplicaRecord | undefined =>
    store
      .list()
      .flatMap(({ replicas }) => replicas)
      .find(({ id }) => id === replicaId);

  /** A replica was found at a place, where it may have been before. */
  const placed = (replica: ReplicaRecord, location: string, found: Found) => {
    const { configSum, space } = found;
    noteError(replica.id, undefined);
    if (replica.location !== location) store.moveReplica(replica.id, location, configSum);
    store.saveFinding(replica.id, { reach: "reachable", checkedMs: clock.nowMs(), configSum, ...space });
  };
  const remembered = async (id: RepositoryId) => {
    parts.onChange();
    const now = require(id);
    await parts.onLook(now, undefined);
    return now;
  };

  /** Keeps the secrets first: a repository in the catalog that nobody can open is worse than a password too many. */
  const remember = async (repository: Repository, named: Named, found: Found) => {
    const { id } = repository;
    const { name, secret, place } = named;
    await secrets.set(secretName(id), secret);
    const { location } = repository.store;
    const known = store.get(id);
    const replicaId = known === undefined ? (randomUUID() as string as ReplicaId) : activeReplica(known).id;
    await places.keep(replicaId, place.kept);
    const nowMs = clock.nowMs();
    if (known === undefined) {
      const replica: ReplicaRecord = {
        ...{ id: replicaId, repositoryId: id, name, location, role: "active" },
        ...{ configSum: found.configSum, reach: "reachable", checkedMs: nowMs, ...found.space },
      };
      store.insert({ id, name, replicas: [replica], needsPrune: false, prunedMs: null }, nowMs);
    } else {
      placed(activeReplica(known), location, found);
      store.rename(id, name);
    }
    return await remembered(id);
  };

  /** The place of a replica as it is now. */
  const placeOf = async (replica: ReplicaRecord): Promise<NamedPlace> => ({
    location: replica.location,
    variables: await places.variablesOf(replica),
    kept: await places.kept(replica),
  });

  return {
    list: () => store.list(),
    require,

    inspect: async (where, { password: secret, sourcePaths, replicaId }) => {
      const edited = replicaId === undefined ? undefined : replicaOf(replicaId);
      const place = await resolvePlace(where, edited === undefined ? undefined : await places.kept(edited));
      const isKnownPlace = () =>
        store.list().some(({ replicas }) => replicas.some((replica) => replica.location === place.location));
      return await inspectLocation(place, secret, sourcePaths, (id) =>
        id === undefined ? isKnownPlace() : store.get(id) !== undefined,
      );
    },

    create: async (name, where, secret) => {
      const place = await resolvePlace(where);
      requireFreeName(name);
      return await atPlace(place, OPEN_LIMIT_MS, async (opened, signal) => {
        if (isLocal(place.location)) await requireOwnPlace(place.location, dirname(parts.cacheFolder));
        await requireRoomFor(opened, signal);
        const repository = await initRepository(opened, { password: secret }, signal);
        try {
          const found = await findingAt(opened, signal);
          signal.throwIfAborted();
          return await remember(repository, { name, secret, place }, found);
        } catch (error) {
          // nobody would know of it, and it would be in the way of the next attempt
          if (store.get(repository.id) === undefined) await unmake(repository);
          throw error;
        }
      });
    },

    open: async (name, where, secret) => {
      const place = await resolvePlace(where);
      return await atPlace(place, OPEN_LIMIT_MS, async (opened, signal) => {
        const repository = await openRepository(opened, secret, signal);
        requireFreeName(name, repository.id);
        const known = store.get(repository.id);
        const active = known === undefined ? undefined : activeReplica(known);
        if (active !== undefined && active.location !== place.location) {
          const { finding } = await look(active);
          // two copies of one repository are replicas, and which of them is written to must not change by the way
          if (finding.reach === "reachable")
            throw new BackstayError("REPOSITORY_EXISTS", { location: active.location });
        }
        const found = await findingAt(opened, signal);
        signal.throwIfAborted();
        return await remember(repository, { name, secret, place }, found);
      });
    },

    setPassword: async (id, secret) => {
      const known = require(id);
      const place = await placeOf(activeReplica(known));
      return await atPlace(place, OPEN_LIMIT_MS, async (opened, signal) => {
        const repository = await openExpected(opened, secret, id, signal);
        const found = await findingAt(opened, signal);
        signal.throwIfAborted();
        return await remember(repository, { name: known.name, secret, place }, found);
      });
    },

    remotePlace: async (replicaId) => {
      const replica = replicaOf(replicaId);
      const kept = replica === undefined ? undefined : await places.kept(replica);
      if (kept === undefined) return null;
      const names = REMOTE_PLACE_SECRETS.filter((name) => kept.secrets[name] !== undefined);
      return { place: kept.place, kept: names };
    },

    setRemotePlace: async (id, replicaId, draft) => {
      const replica = requireReplica(id, replicaId);
      const place = await resolvePlace(draft, await places.kept(replica));
      const secret = await password(id);
      return await atPlace(place, OPEN_LIMIT_MS, async (opened, signal) => {
        await openExpected(opened, secret, id, signal);
        const found = await findingAt(opened, signal);
        signal.throwIfAborted();
        await places.keep(replicaId, place.kept);
        placed(replica, place.location, found);
        return await remembered(id);
      });
    },

    rename: (id, name) => {
      require(id);
      requireFreeName(name, id);
      store.rename(id, name);
      parts.onChange();
      return require(id);
    },

    errorOf: (replicaId) => errors.get(replicaId),

    refresh: async (id) => {
      const before = require(id);
      const reasons = () => JSON.stringify(before.replicas.map((replica) => errors.get(replica.id)?.code));
      const reasonsBefore = reasons();
      const found = await Promise.all(before.replicas.map(look));
      for (const [n, replica] of before.replicas.entries()) {
        const finding = found[n]?.finding;
        if (finding !== undefined) store.saveFinding(replica.id, finding);
      }
      const now = store.get(id);
      if (now === undefined) return before; // detached while it was looked at
      const isNews = reasons() !== reasonsBefore;
      if (isNews || now.replicas.some((replica, n) => isOther(replica, before.replicas[n]))) parts.onChange();
      await parts.onLook(now, activeLook(before, found)?.error);
      return now;
    },

    removeCaches(id) {
      removeRepositoryCache(parts.cacheFolder, id);
      removeSearchFile(searchFilePath(parts.cacheFolder, id));
    },
    detach: async (id) => {
      const { name, replicas } = require(id);
      const plans = parts.plansUsing(id);
      if (plans.length > 0) throw new BackstayError("REPOSITORY_IN_USE", { name, plans });
      store.remove(id);
      parts.onChange();
      await secrets.remove(secretName(id));
      for (const replica of replicas) {
        noteError(replica.id, undefined);
        await places.keep(replica.id, undefined);
      }
    },

    place: (id) => ({
      location: activeReplica(require(id)).location,
      cacheFolder: parts.cacheFolder,
      expectedId: id,
    }),
    password,
    variables: (id) => places.variablesOf(activeReplica(require(id))),
    jobSecrets: async (id) => {
      const all: Record<string, string> = { password: await password(id) };
      for (const replica of require(id).replicas) {
        const { location, role } = replica;
        try {
          Object.assign(all, secretsOfLocation(location, await places.variablesOf(replica)));
        } catch (error) {
          // a copy that nobody can sign in to is no reason not to work on the active one
          if (role === "active" || !isBackstayError(error)) throw error;
        }
      }
      return all;
    },
    hasPassword: (id) =>
      secrets.get(secretName(id)).then(
        (found) => found !== undefined,
        () => false,
      ),
  };
}

function activeLook({ replicas }: RepositoryRecord, looks: readonly Look[]): Look | undefined {
  return looks[replicas.findIndex(({ role }) => role === "active")];
}

/** Two names a person would not tell apart. */
export function isSameName(a: string, b: string): boolean {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase();
}

export function activeReplica({ replicas }: RepositoryRecord): ReplicaRecord {
  const active = replicas.find(({ role }) => role === "active");
  if (active === undefined) throw new Error("a repository without an active replica");
  return active;
}

/** Under which name the key store has a repository's password. */
function secretName(id: RepositoryId): string {
  return `repository:${id}`;
}

function isOther(now: ReplicaRecord, before: ReplicaRecord | undefined): boolean {
  return (
    now.reach !== before?.reach || now.freeBytes !== before.freeBytes || now.totalBytes !== before.totalBytes
  );
}

/** @throws {BackstayError} REPOSITORY_CHANGED when another one stands there; what opening it throws */
async function openExpected(
  opened: Store,
  password: string,
  expected: RepositoryId,
  signal: AbortSignal,
): Promise<Repository> {
  const repository = await openRepository(opened, password, signal);
  if (repository.id === expected) return repository;
  const { location } = opened;
  throw new BackstayError("REPOSITORY_CHANGED", { location, expected, found: repository.id });
}

/** What is noted of a place where a repository was found. */
type Found = { readonly configSum: string; readonly space: Space };

type Named = { readonly name: string; readonly secret: string; readonly place: NamedPlace };

async function findingAt(opened: Store, signal: AbortSignal): Promise<Found> {
  return { configSum: await readConfigSum(opened, signal), space: await spaceAtStore(opened, signal) };
}

/**
 * Takes back a repository that was made just now: without these two files it is none. What the place does not let go, or does not
 * answer about, stays.
 */
async function unmake({ store, keyId }: Repository): Promise<void> {
  const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
  const removeIfPossible = async (kind: "config" | "key", name: string) => {
    try {
      await store.remove(kind, name, signal);
    } catch (error) {
      if (!isBackstayError(error) && error !== signal.reason) throw error;
    }
  };
  await removeIfPossible("config", "config");
  await removeIfPossible("key", keyId);
}
