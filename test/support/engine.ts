/** Backstay's own engine on one repository in a folder, opened for a test. */

import type { BackupJob, BackupResult } from "../../core/backup/make-snapshot.ts";
import { type BackupOptions, runBackup } from "../../core/backup/run-backup.ts";
import { openRepositoryCache, type RepositoryCache } from "../../core/catalog/repository-cache.ts";
import { initRepository, openRepository } from "../../core/repository/open-repository.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { openLocalStore } from "../../core/storage/local.ts";
import type { Store } from "../../core/storage/store.ts";

/** The host every test's snapshots are of, whichever program makes them. */
export const TEST_HOST = "office";

export type Engine = {
  readonly repository: Repository;
  readonly cache: RepositoryCache;
  backUp(
    source: string | readonly string[],
    options?: Partial<BackupOptions>,
    job?: Partial<BackupJob>,
  ): Promise<BackupResult>;
  close(): Promise<void>;
};

export type EngineOptions = {
  /** Folder of the repository. */
  readonly location: string;
  readonly password: string;
  /** Where the cache is kept; without it there is none when the engine is opened. */
  readonly cacheFolder?: string;
  /** Makes the repository, in this format version. */
  readonly init?: 1 | 2;
  /** Puts something between the engine and the folder. */
  readonly wrap?: (store: Store) => Store;
};

export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { location, password, init } = options;
  const { wrap = (store) => store } = options;
  const store = wrap(openLocalStore(location));
  const repository =
    init === undefined
      ? await openRepository(store, password)
      : await initRepository(store, { password, version: init });
  const cache = openRepositoryCache(options.cacheFolder, repository.id);
  return {
    repository,
    cache,
    backUp(source, overrides = {}, job = {}) {
      const sources = typeof source === "string" ? [source] : source;
      return runBackup(
        repository,
        cache,
        { ...USUAL_OPTIONS, sources, ...overrides },
        { signal: new AbortController().signal, reportProgress: () => {}, ...job },
      );
    },
    async close() {
      cache.close();
      await store.close();
    },
  };
}

const USUAL_OPTIONS: Omit<BackupOptions, "sources"> = {
  workingFolder: "/",
  mode: "incremental",
  hostname: TEST_HOST,
  tags: [],
  excludes: [],
  filter: { excludes: [], markers: [], largerThanBytes: undefined },
  oneFileSystem: false,
  compression: "auto",
};
