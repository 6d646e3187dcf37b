import { hash } from "node:crypto";
import { BackstayError, type ErrorCode, isBackstayError } from "../../shared/errors.ts";
import type { SeriesId, SnapshotId } from "../../shared/ids.ts";
import { openCacheSomewhere } from "../catalog/repository-cache.ts";
import { type BadObject, damageOf } from "../failover/read/bad-object.ts";
import { openAny, type ReadablePlace } from "../failover/read/open-any.ts";
import { loadIndex } from "../repository/index/load-index.ts";
import { openRepository } from "../repository/open-repository.ts";
import { readTree } from "../repository/read-blob.ts";
import type { IndexedRepository, Repository } from "../repository/repository.ts";
import {
  type LoadedSnapshots,
  loadSnapshots,
  type StoredSnapshot,
} from "../repository/snapshots/load-snapshots.ts";
import { openStore } from "../storage/open-store.ts";
import { createListingCache, type ListingCache } from "./listing-cache.ts";
import type { OpenReader, OtherReplica } from "./messages.ts";
import { groupBySeries } from "./snapshot-series.ts";

/** A repository while its pages are open. */
export type OpenedRepository = {
  readonly repository: IndexedRepository;
  readonly listings: ListingCache;
  /** The name of this machine; snapshots of it can be compared with what stands on it. */
  readonly hostname: string;
  /** What was there at the last look. */
  snapshots(): LoadedSnapshots;
  /** Looks again, at snapshots and index. */
  refresh(signal: AbortSignal): Promise<LoadedSnapshots>;
  /** @throws {BackstayError} SNAPSHOT_NOT_FOUND, also when a second look does not find it */
  snapshot(id: SnapshotId, signal: AbortSignal): Promise<StoredSnapshot>;
  /** All series there are, each oldest first. */
  allSeries(): ReadonlyMap<SeriesId, readonly StoredSnapshot[]>;
  /** Oldest first; empty for a series that is not there. */
  series(id: SeriesId): readonly StoredSnapshot[];
  /** Runs `work`; if it misses something, once more after another look at the index: a prune may have moved it. */
  withFreshIndex<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** May be called twice. */
  close(): Promise<void>;
};

/** What a prune by another process makes of an index that was read before. */
const MOVED: readonly ErrorCode[] = ["BLOB_MISSING", "OBJECT_MISSING"];

/**
 * Opens a repository for reading, without a lock: what another program removes meanwhile is missed, and looked for again.
 *
 * @param onUnusableCache told when the cache lives in a temporary file only
 * @param onBad told of files that one of several replicas should have whole and has not, each once
 * @throws {BackstayError} REPOSITORY_CHANGED, and what opening a repository and loading its index throw
 */
export async function openForReading(
  place: Pick<
    OpenReader,
    | "repositoryId"
    | "location"
    | "cacheFolder"
    | "password"
    | "variables"
    | "hostname"
    | "others"
    | "strategy"
  >,
  onUnusableCache: (reason: BackstayError) => void,
  signal: AbortSignal,
  onBad: (object: BadObject) => void = () => undefined,
): Promise<OpenedRepository> {
  const { location, repositoryId: expected } = place;
  const [second, ...others] = place.others ?? [];
  if (second !== undefined) {
    const first = { location, variables: place.variables ?? {} };
    const places = [readable(first), readable(second), ...others.map(readable)] as const;
    const { repository, close } = await openAny(places, {
      ...{ password: place.password, expectedId: expected, cacheFolder: place.cacheFolder },
      ...{ strategy: place.strategy, signal, onUnusableCache, onBad },
      onPassedOver: (at, error) => damageOf(at, error).map(onBad),
      onOutage: () => undefined, // the next call is answered by another one
    });
    try {
      const loaded = await loadSnapshots(repository, repository.cache, signal);
      return { ...keepOpen(repository, loaded, place.hostname), close };
    } catch (error) {
      await close();
      throw error;
    }
  }
  const store = openStore(location, place.variables);
  try {
    const base = await openRepository(store, place.password, signal);
    if (base.id !== expected) {
      throw new BackstayError("REPOSITORY_CHANGED", { location, expected, found: base.id });
    }
    const cache = openCacheSomewhere(place.cacheFolder, base.id, onUnusableCache, store.location);
    try {
      const repository = await loadIndex(base, cache, signal);
      const loaded = await loadSnapshots(repository, cache, signal);
      return keepOpen(repository, loaded, place.hostname);
    } catch (error) {
      cache.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
}

function readable({ location, variables }: OtherReplica): ReadablePlace {
  return { location, open: (onOutage) => openStore(location, variables, onOutage) };
}

/** Serves a repository that is open already; what `close` closes is its caller's then. */
export function keepOpen(
  repository: IndexedRepository,
  first: LoadedSnapshots,
  hostname: string,
): OpenedRepository {
  const { cache, store } = repository;
  let loaded = first;
  let byId = new Map<SnapshotId, StoredSnapshot>();
  let bySeries: ReadonlyMap<SeriesId, readonly StoredSnapshot[]> = new Map();
  /** Names and sizes of the snapshot files that were loaded. */
  let files = "";
  /** Several calls that miss something wait for one look. */
  let looking: Promise<LoadedSnapshots> | undefined;

  async function look(signal: AbortSignal): Promise<LoadedSnapshots> {
    await loadIndex(repository, cache, signal);
    const present = await listSnapshotFiles(repository, signal);
    if (present === files) return loaded; // to read ten thousand anew takes a second, also from the cache
    keep(await loadSnapshots(repository, cache, signal));
    files = present;
    return loaded;
  }

  function keep(fresh: LoadedSnapshots): void {
    loaded = fresh;
    byId = new Map(fresh.snapshots.map((snapshot) => [snapshot.id, snapshot]));
    bySeries = groupBySeries(fresh.snapshots);
  }

  async function refresh(signal: AbortSignal): Promise<LoadedSnapshots> {
    looking ??= look(signal).finally(() => {
      looking = undefined;
    });
    try {
      return await looking;
    } catch (error) {
      signal.throwIfAborted();
      if (isBackstayError(error, "CANCELLED")) return look(signal); // it was another call's that was cancelled
      throw error;
    }
  }

  keep(first);
  return {
    repository,
    listings: createListingCache((tree, signal) => readTree(repository, tree, signal)),
    hostname,
    snapshots: () => loaded,
    refresh,
    async snapshot(id, signal) {
      const known = byId.get(id);
      if (known !== undefined) return known;
      await refresh(signal);
      const found = byId.get(id);
      if (found === undefined) throw new BackstayError("SNAPSHOT_NOT_FOUND", { wanted: id });
      return found;
    },
    allSeries: () => bySeries,
    series: (id) => bySeries.get(id) ?? [],
    async withFreshIndex(work, signal) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof BackstayError) || !MOVED.includes(error.code)) throw error;
        await refresh(signal);
        return await work();
      }
    },
    async close() {
      cache.close();
      await store.close();
    },
  };
}

/** @returns a checksum of names and sizes, which change when a snapshot comes, goes or is damaged */
async function listSnapshotFiles({ store }: Pick<Repository, "store">, signal: AbortSignal): Promise<string> {
  const files: string[] = [];
  for await (const { name, sizeBytes } of store.list("snapshot", signal)) files.push(`${name} ${sizeBytes}`);
  return hash("sha256", files.sort().join("\n"));
}
