import type { KeyId, RepositoryId } from "../../shared/ids.ts";
import type { RepositoryCache } from "../catalog/repository-cache.ts";
import type { Store } from "../storage/store.ts";
import type { SealedBytes } from "./sealed-bytes.ts";
import type { MasterKey } from "./types.ts";

/** A repository whose password was right: its config is read, its index is not. */
export type Repository = {
  readonly store: Store;
  readonly id: RepositoryId;
  /** Format version; 1 knows no compression. */
  readonly version: 1 | 2;
  readonly polynomial: bigint;
  readonly masterKey: MasterKey;
  /** The key file the password opened. */
  readonly keyId: KeyId;
  readonly sealedBytes: SealedBytes;
  /**
   * The indexes of other replicas that `store` reads from too: what has no whole place left by the index of this one may have one by
   * theirs, in packs of other names. Read when they are first asked for; those that cannot be read are left out. They stay open as
   * long as the repository is.
   */
  readonly otherIndexes?: () => Promise<readonly RepositoryCache[]>;
};

/** A repository whose index is known, as only `loadIndex` returns it. */
export type IndexedRepository = Repository & {
  readonly cache: RepositoryCache;
  readonly isIndexed: true;
  /**
   * Where to look for what has no whole place by the cache's index: this repository's own index files, read past the cache, and then
   * {@link Repository.otherIndexes}. Absent where the index was just read.
   */
  readonly indexesBeside?: () => Promise<readonly RepositoryCache[]>;
};
