/** Repositories for tests that break things: quick to open, backed up into and read back in one call each. */
import type { BackupResult } from "../../core/backup/make-snapshot.ts";
import { type BackupOptions, runBackup } from "../../core/backup/run-backup.ts";
import { openRepositoryCache, type RepositoryCache } from "../../core/catalog/repository-cache.ts";
import { formatPolynomial, randomPolynomial } from "../../core/repository/chunker/polynomial.ts";
import { encodeConfig } from "../../core/repository/format/config.ts";
import { encodeKeyFile } from "../../core/repository/format/key-file.ts";
import { encodeMasterKey } from "../../core/repository/format/master-key.ts";
import { deriveKey } from "../../core/repository/keys/derive-key.ts";
import { newMasterKey } from "../../core/repository/keys/key-store.ts";
import { openRepository } from "../../core/repository/open-repository.ts";
import { sha256 } from "../../core/repository/pack/blob-codec.ts";
import { type PruneResult, runPrune } from "../../core/repository/prune/run-prune.ts";
import { type RebuildResult, rebuildIndex } from "../../core/repository/rebuild/rebuild-index.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { createSealedBytes } from "../../core/repository/sealed-bytes.ts";
import { loadSnapshots } from "../../core/repository/snapshots/load-snapshots.ts";
import { forgetSnapshots } from "../../core/repository/snapshots/remove-snapshots.ts";
import { type RestoreOptions, type RestoreResult, runRestore } from "../../core/restore/run-restore.ts";
import type { Store } from "../../core/storage/store.ts";
import type { RepositoryId, SnapshotId } from "../../shared/ids.ts";
import { noise } from "./crash-sources.ts";

export const CRASH_PASSWORD = "crash";

/** Far below what a real key takes, so that a test may open its repository hundreds of times. */
const CHEAP = { n: 1024, r: 8, p: 1 };

/** Makes a repository of format version 2 whose key costs about a thousandth of the usual to derive. */
export async function initCrashRepository(store: Store): Promise<Repository> {
  await store.create();
  const masterKey = newMasterKey();
  const salt = noise("salt", 64);
  const derived = await deriveKey(Buffer.from(CRASH_PASSWORD), salt, CHEAP);
  const [encryptionKey, macKey, macR] = [derived.slice(0, 32), derived.slice(32, 48), derived.slice(48)];
  const data = createSealedBytes({ encryptionKey, macKey, macR }).seal(encodeMasterKey(masterKey));
  const created = "2024-01-01T00:00:00Z";
  const key = encodeKeyFile({ created, username: "", hostname: "", kdf: "scrypt", ...CHEAP, salt, data });
  await store.write("key", sha256(key).toString("hex"), key);
  const id = sha256(noise(`${Math.random()}`, 32)).toString("hex") as RepositoryId;
  const config = encodeConfig({ version: 2, id, chunkerPolynomial: formatPolynomial(randomPolynomial()) });
  await store.write("config", "config", createSealedBytes(masterKey).seal(config));
  return openRepository(store, CRASH_PASSWORD);
}

/** What a test may want of a backup; everything else is the same each time. */
export type CrashBackup = {
  readonly sources: readonly string[];
  /** Folder of the cache that survives; without it the backup knows nothing of earlier ones. */
  readonly cacheFolder?: string | undefined;
  readonly threads?: number;
};

export async function backUp(repository: Repository, backup: CrashBackup): Promise<BackupResult> {
  const options: BackupOptions = {
    sources: backup.sources,
    workingFolder: "/",
    mode: "incremental",
    hostname: "crash",
    tags: [],
    excludes: [],
    filter: { excludes: [], markers: [], largerThanBytes: undefined },
    oneFileSystem: false,
    compression: "auto",
    threads: backup.threads ?? 2,
  };
  return withCache(repository, backup.cacheFolder, (cache, job) =>
    runBackup(repository, cache, options, job),
  );
}

/** The same repository in another store, which holds what a crash left of it. */
export function reopenIn<S extends Store>(store: S, repository: Repository): Repository & { store: S } {
  return { ...repository, store };
}

/**
 * Removes the locks of a process that a test only imagines to be dead: they carry the number of the test's own process, which
 * is alive. That the locks of the really dead are no obstacle is for the tests that kill.
 */
export async function buryLocks(store: Store): Promise<void> {
  for await (const { name } of store.list("lock")) await store.remove("lock", name);
}

/** @returns the snapshot of a backup that was to make one */
export function completed({ snapshotId }: BackupResult): SnapshotId {
  if (snapshotId === undefined) throw new Error("the backup made no snapshot");
  return snapshotId;
}

/** Runs work of the engine that wants the repository's cache and a job around it. */
export async function withCache<T>(
  repository: Repository,
  cacheFolder: string | undefined,
  work: (cache: RepositoryCache, job: QuietJob) => Promise<T>,
): Promise<T> {
  const cache = openRepositoryCache(cacheFolder, repository.id);
  try {
    return await work(cache, { signal: new AbortController().signal, reportProgress: () => {} });
  } finally {
    cache.close();
  }
}

export type QuietJob = { readonly signal: AbortSignal; readonly reportProgress: () => void };

/** Forgets snapshots and removes everything that only they needed, however little it is. */
export async function forgetAndPrune(
  repository: Repository,
  ids: readonly SnapshotId[],
  cacheFolder?: string,
): Promise<PruneResult> {
  return withCache(repository, cacheFolder, async (cache, job) => {
    await forgetSnapshots(repository, ids, job);
    return runPrune(repository, cache, { maxUnused: { kind: "bytes", bytes: 0 } }, job);
  });
}

export async function rebuild(
  repository: Repository,
  options: { readonly cacheFolder?: string; readonly readAllPacks?: boolean } = {},
): Promise<RebuildResult> {
  return withCache(repository, options.cacheFolder, (cache, job) =>
    rebuildIndex(repository, cache, { readAllPacks: options.readAllPacks }, job),
  );
}

/** Restores a whole snapshot; what is in the target already is taken for an earlier restore of the same. */
export async function restoreInto(
  repository: Repository,
  id: SnapshotId,
  target: string,
  cacheFolder?: string,
): Promise<RestoreResult> {
  return withCache(repository, cacheFolder, async (cache, job) => {
    const { snapshots } = await loadSnapshots(repository, cache);
    const snapshot = snapshots.find((one) => one.id === id);
    if (snapshot === undefined) throw new Error(`there is no snapshot ${id}`);
    const options: RestoreOptions = {
      snapshot,
      target: { folder: target },
      includes: [],
      excludes: [],
      conflict: "overwrite",
      threads: 2,
    };
    return runRestore(repository, cache, options, job);
  });
}
