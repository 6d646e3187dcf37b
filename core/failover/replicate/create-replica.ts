import { BackstayError } from "../../../shared/errors.ts";
import { hasConfig, holdsData } from "../../repository/open-repository.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Store } from "../../storage/store.ts";
import { compareKeys } from "./compare-keys.ts";
import { copyKeys } from "./copy-keys.ts";
import { openReplica } from "./open-replica.ts";
import { provenConfig } from "./proven-config.ts";
import { readingBack } from "./read-back-store.ts";

/**
 * Makes an empty replica: the same id, chunker polynomial, master key and passwords. The config is written last, so that one which was
 * interrupted is no repository yet, and doing it again goes on. `replicate` fills it.
 *
 * @throws {BackstayError} REPOSITORY_EXISTS when there is a repository, or keys of another one; CONFIG_MISSING when there are data; what
 * the stores throw
 */
export async function createReplica(
  from: Repository,
  store: Store,
  signal?: AbortSignal,
): Promise<Repository> {
  const { location } = store;
  if (await hasConfig(store, signal)) throw new BackstayError("REPOSITORY_EXISTS", { location });
  await store.create(signal);
  if (await holdsData(store, signal)) throw new BackstayError("CONFIG_MISSING", { location });
  const { onlyThere } = await compareKeys(from.store, store, signal);
  if (onlyThere.length > 0) throw new BackstayError("REPOSITORY_EXISTS", { location });
  const proving = readingBack(store, 1);
  await copyKeys(from, { store: proving }, signal);
  await proving.write("config", "config", await provenConfig(from, signal), signal);
  return await openReplica(from, store, signal);
}
