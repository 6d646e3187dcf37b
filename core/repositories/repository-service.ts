/** The repositories this machine knows: made, opened, looked after and forgotten. */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { BackstayError, type WireError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { RemotePlaceDraft } from "../../shared/model/remote-place.ts";
import type { LocationFinding } from "../../shared/model/repository.ts";
import { removeRepositoryCache } from "../catalog/repository-cache.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import { identityToTake } from "../failover/manifest/identity.ts";
import { hasConfig, initRepository, openRepository } from "../repository/open-repository.ts";
import type { Repository } from "../repository/repository.ts";
import { removeSearchFile, searchFilePath } from "../search/search-file.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { isLocal } from "../storage/open-store.ts";
import { activeReplica } from "./active-replica.ts";
import { atPlace } from "./at-place.ts";
import { type Found, findingAt, openExpected, unmake } from "./found-repository.ts";
import { inspectLocation } from "./inspect-location.ts";
import type { Look } from "./look-at-replica.ts";
import { type NamedPlace, resolvePlace, type Where } from "./named-place.ts";
import { createReplicaLooks } from "./replica-looks.ts";
import { createRepositoryPlaces, type RepositoryPlaces } from "./repository-places.ts";
import { requireOwnPlace } from "./require-own-place.ts";
import { requireRoomFor } from "./require-room-for.ts";
import { requireUnknownPlace } from "./require-unknown-place.ts";

export { activeReplica };

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

export type RepositoryService = RepositoryPlaces & {
  list(): readonly RepositoryRecord[];
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
  /**
   * @throws {BackstayError} NAME_TAKEN, LOCATION_NOT_EMPTY, LOCATION_INSIDE, LOCATION_NOT_MOUNTED, REPOSITORY_EXISTS; REPLICA_KNOWN where a replica should be;
   * what making it throws
   */
  create(name: string, where: Where, password: string): Promise<RepositoryRecord>;
  /**
   * Takes an existing repository into the catalog. One that is known gets its password, and its place if it has moved.
   * @throws {BackstayError} NAME_TAKEN, REPOSITORY_EXISTS when it is known at another place that still answers; REPLICA_KNOWN when that
   * place is one of its other replicas; what opening it throws
   */
  open(name: string, where: Where, password: string): Promise<RepositoryRecord>;
  /**
   * Keeps a password that opens it, whatever became of the one before.
   * @throws {BackstayError} WRONG_PASSWORD, REPOSITORY_CHANGED; what opening it throws
   */
  setPassword(id: RepositoryId, password: string): Promise<RepositoryRecord>;
  /**
   * Opens it with a password at its active replica, and keeps nothing.
   * @throws {BackstayError} WRONG_PASSWORD, REPOSITORY_CHANGED; what opening it throws
   */
  tryPassword(id: RepositoryId, password: string): Promise<void>;
  /**
   * Keeps another address or other credentials for a replica, once the repository was found there.
   * @throws {BackstayError} REPOSITORY_CHANGED when another one stands there; REPLICA_KNOWN when another replica does; what opening it throws
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
};

/** Opening tries a password, which takes seconds where a repository wants it so. */
const OPEN_LIMIT_MS = 120_000;

export function createRepositoryService(parts: RepositoryServiceParts): RepositoryService {
  const { store, clock } = parts;
  const { places, signIns } = createRepositoryPlaces(store, parts.secrets, parts.cacheFolder);
  const { require } = places;
  const { look, errorOf, forget } = createReplicaLooks(places.password, signIns.variablesOf, clock);

  const requireFreeName = (name: string, except?: RepositoryId) => {
    const isTaken = store.list().some((other) => other.id !== except && isSameName(other.name, name));
    if (isTaken) throw new BackstayError("NAME_TAKEN", { name });
  };

  /** A replica was found at a place, where it may have been before. */
  const placed = (replica: ReplicaRecord, location: string, found: Found) => {
    const { configSum, space } = found;
    forget(replica.id);
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
  const remember = async (repository: Repository, named: Named, found: Found, markedId?: ReplicaId) => {
    const { id } = repository;
    const { name, secret, place } = named;
    await signIns.keepPassword(id, secret);
    const { location } = repository.store;
    const known = store.get(id);
    const replicaId =
      known === undefined ? (markedId ?? (randomUUID() as string as ReplicaId)) : activeReplica(known).id;
    await signIns.keepPlace(replicaId, place.kept);
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

  return {
    ...places,
    list: () => store.list(),

    inspect: async (where, { password: secret, sourcePaths, replicaId }) => {
      const place = await resolvePlace(
        where,
        replicaId === undefined ? undefined : await signIns.kept(replicaId),
      );
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
        // what was a replica and is empty now is no place for another repository
        if (!(await hasConfig(opened, signal))) requireUnknownPlace(store.list(), place.location);
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
        requireUnknownPlace(store.list(), place.location, active?.id);
        if (active !== undefined && active.location !== place.location) {
          const { finding } = await look(active);
          // two copies of one repository are replicas, and which of them is written to must not change by the way
          if (finding.reach === "reachable")
            throw new BackstayError("REPOSITORY_EXISTS", { location: active.location });
        }
        const found = await findingAt(opened, signal);
        // another Backstay may have marked it as a replica of its own
        const isTaken = (id: ReplicaId) =>
          store.list().some(({ replicas }) => replicas.some((replica) => replica.id === id));
        const markedId = known === undefined ? await identityToTake(repository, isTaken, signal) : undefined;
        signal.throwIfAborted();
        return await remember(repository, { name, secret, place }, found, markedId);
      });
    },

    setPassword: async (id, secret) => {
      const known = require(id);
      const place = await signIns.placeOf(activeReplica(known));
      return await atPlace(place, OPEN_LIMIT_MS, async (opened, signal) => {
        const repository = await openExpected(opened, secret, id, signal);
        const found = await findingAt(opened, signal);
        signal.throwIfAborted();
        return await remember(repository, { name: known.name, secret, place }, found);
      });
    },

    tryPassword: async (id, secret) => {
      const place = await signIns.placeOf(activeReplica(require(id)));
      await atPlace(place, OPEN_LIMIT_MS, (opened, signal) => openExpected(opened, secret, id, signal));
    },

    setRemotePlace: async (id, replicaId, draft) => {
      const replica = require(id).replicas.find((one) => one.id === replicaId);
      if (replica === undefined) throw new BackstayError("REPOSITORY_NOT_FOUND", {});
      const place = await resolvePlace(draft, await signIns.kept(replicaId));
      const secret = await places.password(id);
      return await atPlace(place, OPEN_LIMIT_MS, async (opened, signal) => {
        await openExpected(opened, secret, id, signal);
        requireUnknownPlace(store.list(), place.location, replicaId);
        const found = await findingAt(opened, signal);
        signal.throwIfAborted();
        await signIns.keepPlace(replicaId, place.kept);
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

    errorOf,

    refresh: async (id) => {
      const before = require(id);
      const reasons = () => JSON.stringify(before.replicas.map((replica) => errorOf(replica.id)?.code));
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
      const repository = require(id);
      const { name, replicas } = repository;
      const plans = parts.plansUsing(id);
      if (plans.length > 0) throw new BackstayError("REPOSITORY_IN_USE", { name, plans });
      store.remove(id);
      parts.onChange();
      for (const replica of replicas) forget(replica.id);
      await signIns.drop(repository);
    },
  };
}

function activeLook({ replicas }: RepositoryRecord, looks: readonly Look[]): Look | undefined {
  return looks[replicas.findIndex(({ role }) => role === "active")];
}

/** Two names a person would not tell apart. */
export function isSameName(a: string, b: string): boolean {
  return a.toLocaleLowerCase() === b.toLocaleLowerCase();
}

function isOther(now: ReplicaRecord, before: ReplicaRecord | undefined): boolean {
  return (
    now.reach !== before?.reach || now.freeBytes !== before.freeBytes || now.totalBytes !== before.totalBytes
  );
}

type Named = { readonly name: string; readonly secret: string; readonly place: NamedPlace };
