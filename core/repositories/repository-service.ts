/** The repositories this machine knows: made, opened, looked after and forgotten. */
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";
import { BackstayError, isBackstayError, systemCodeOf, type WireError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { LocationFinding } from "../../shared/model/repository.ts";
import { removeRepositoryCache } from "../catalog/repository-cache.ts";
import type { ReplicaRecord, RepositoryRecord, RepositoryStore } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { askPlace, requireAnswer } from "../platform/ask-place.ts";
import { initRepository, openRepository } from "../repository/open-repository.ts";
import type { Repository } from "../repository/repository.ts";
import { removeSearchFile, searchFilePath } from "../search/search-file.ts";
import type { SecretStore } from "../secrets/secret-store.ts";
import { openStore } from "../storage/open-store.ts";
import { readConfigSum } from "./config-sum.ts";
import { spaceAt } from "./free-space.ts";
import { inspectLocation } from "./inspect-location.ts";
import { normaliseLocation } from "./location.ts";
import { lookAtFolder } from "./look-at-folder.ts";
import { type Look, lookAtReplica } from "./look-at-replica.ts";
import { requireOwnPlace } from "./require-own-place.ts";

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
  inspect(
    location: string,
    password: string | null,
    sourcePaths: readonly string[],
  ): Promise<LocationFinding>;
  /** @throws {BackstayError} NAME_TAKEN, LOCATION_NOT_EMPTY, LOCATION_INSIDE, REPOSITORY_EXISTS, what making it throws */
  create(name: string, location: string, password: string): Promise<RepositoryRecord>;
  /**
   * Takes an existing repository into the catalog. One that is known gets its password, and its place if it has moved.
   * @throws {BackstayError} NAME_TAKEN, REPOSITORY_EXISTS when it is known at another place that still answers; what opening it throws
   */
  open(name: string, location: string, password: string): Promise<RepositoryRecord>;
  /**
   * Keeps a password that opens it, whatever became of the one before.
   * @throws {BackstayError} WRONG_PASSWORD, REPOSITORY_CHANGED; what opening it throws
   */
  setPassword(id: RepositoryId, password: string): Promise<RepositoryRecord>;
  rename(id: RepositoryId, name: string): RepositoryRecord;
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
  /** Whether the key store has its password. One that cannot be read has none that would help. */
  hasPassword(id: RepositoryId): Promise<boolean>;
};

/** Opening tries a password, which takes seconds where a repository wants it so. */
const OPEN_LIMIT_MS = 120_000;
/** Until a share has answered anything at all. */
const ANSWER_LIMIT_MS = 20_000;

export function createRepositoryService(parts: RepositoryServiceParts): RepositoryService {
  const { store, secrets, clock } = parts;
  /** A share that hangs must not be asked a second time while the first question waits. */
  const looks = new Map<ReplicaId, Promise<Look>>();

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
    const next = lookAtReplica(replica, () => password(replica.repositoryId), clock).finally(() =>
      looks.delete(replica.id),
    );
    looks.set(replica.id, next);
    return next;
  };

  const password = async (id: RepositoryId): Promise<string> => {
    const { name } = require(id);
    const found = await secrets.get(secretName(id));
    if (found === undefined) throw new BackstayError("SECRET_MISSING", { name });
    return found;
  };

  /** Keeps the password first: a repository in the catalog that nobody can open is worse than a password too many. */
  const remember = async (repository: Repository, name: string, secret: string, configSum: string) => {
    const { id } = repository;
    await secrets.set(secretName(id), secret);
    const location = repository.store.location;
    const space = await spaceAt(location);
    const nowMs = clock.nowMs();
    const known = store.get(id);
    if (known === undefined) {
      const replica: ReplicaRecord = {
        ...{ id: randomUUID() as string as ReplicaId, repositoryId: id, name, location, role: "active" },
        ...{ configSum, reach: "reachable", checkedMs: nowMs, ...space },
      };
      store.insert({ id, name, replicas: [replica], needsPrune: false, prunedMs: null }, nowMs);
    } else {
      const active = activeReplica(known);
      if (active.location !== location) store.moveReplica(active.id, location, configSum);
      store.saveFinding(active.id, { reach: "reachable", checkedMs: nowMs, configSum, ...space });
      store.rename(id, name);
    }
    parts.onChange();
    const now = require(id);
    await parts.onLook(now, undefined);
    return now;
  };

  return {
    list: () => store.list(),
    require,

    inspect: async (text, secret, sourcePaths) => {
      const location = normaliseLocation(text);
      const isKnownPlace = () =>
        store.list().some(({ replicas }) => replicas.some((replica) => replica.location === location));
      return await inspectLocation(location, secret, sourcePaths, (id) =>
        id === undefined ? isKnownPlace() : store.get(id) !== undefined,
      );
    },

    create: async (name, text, secret) => {
      const location = normaliseLocation(text);
      requireFreeName(name);
      return await withOpenStore(location, async (opened, signal) => {
        await requireOwnPlace(location, dirname(parts.cacheFolder));
        await requireRoomFor(location);
        const repository = await initRepository(opened, { password: secret }, signal);
        try {
          const configSum = await readConfigSum(opened, signal);
          signal.throwIfAborted();
          return await remember(repository, name, secret, configSum);
        } catch (error) {
          // nobody would know of it, and it would be in the way of the next attempt
          if (store.get(repository.id) === undefined) await unmake(repository);
          throw error;
        }
      });
    },

    open: async (name, text, secret) => {
      const location = normaliseLocation(text);
      return await withOpenStore(location, async (opened, signal) => {
        const repository = await openRepository(opened, secret, signal);
        requireFreeName(name, repository.id);
        const known = store.get(repository.id);
        const active = known === undefined ? undefined : activeReplica(known);
        if (active !== undefined && active.location !== location) {
          const { finding } = await look(active);
          // two copies of one repository are replicas, and which of them is written to must not change by the way
          if (finding.reach === "reachable")
            throw new BackstayError("REPOSITORY_EXISTS", { location: active.location });
        }
        const configSum = await readConfigSum(opened, signal);
        signal.throwIfAborted();
        return await remember(repository, name, secret, configSum);
      });
    },

    setPassword: async (id, secret) => {
      const known = require(id);
      return await withOpenStore(activeReplica(known).location, async (opened, signal) => {
        const repository = await openRepository(opened, secret, signal);
        if (repository.id !== id) {
          const { location } = opened;
          throw new BackstayError("REPOSITORY_CHANGED", { location, expected: id, found: repository.id });
        }
        const configSum = await readConfigSum(opened, signal);
        signal.throwIfAborted();
        return await remember(repository, known.name, secret, configSum);
      });
    },

    rename: (id, name) => {
      require(id);
      requireFreeName(name, id);
      store.rename(id, name);
      parts.onChange();
      return require(id);
    },

    refresh: async (id) => {
      const before = require(id);
      const found = await Promise.all(before.replicas.map(look));
      for (const [n, replica] of before.replicas.entries()) {
        const finding = found[n]?.finding;
        if (finding !== undefined) store.saveFinding(replica.id, finding);
      }
      const now = store.get(id);
      if (now === undefined) return before; // detached while it was looked at
      if (now.replicas.some((replica, n) => isOther(replica, before.replicas[n]))) parts.onChange();
      await parts.onLook(now, activeLook(before, found)?.error);
      return now;
    },

    removeCaches(id) {
      removeRepositoryCache(parts.cacheFolder, id);
      removeSearchFile(searchFilePath(parts.cacheFolder, id));
    },
    detach: async (id) => {
      const { name } = require(id);
      const plans = parts.plansUsing(id);
      if (plans.length > 0) throw new BackstayError("REPOSITORY_IN_USE", { name, plans });
      store.remove(id);
      parts.onChange();
      await secrets.remove(secretName(id));
    },

    place: (id) => ({
      location: activeReplica(require(id)).location,
      cacheFolder: parts.cacheFolder,
      expectedId: id,
    }),
    password,
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

async function withOpenStore<T>(
  location: string,
  work: (store: ReturnType<typeof openStore>, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = () => new BackstayError("STORE_VANISHED", { location });
  await requireAnswer(location, ANSWER_LIMIT_MS, late);
  return await askPlace(
    location,
    OPEN_LIMIT_MS,
    async (signal) => {
      const store = openStore(location);
      try {
        return await work(store, signal);
      } finally {
        await store.close();
      }
    },
    late,
  );
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

/** A folder that the system does not let us list is left to the store, whose error says more. */
async function requireRoomFor(location: string): Promise<void> {
  try {
    if ((await lookAtFolder(location)) === "other-files")
      throw new BackstayError("LOCATION_NOT_EMPTY", { location });
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
  }
}
