import type { BackstayError } from "../../../shared/errors.ts";
import type { IndexId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { IndexedRepository, Repository } from "../repository.ts";
import { indexesBeside } from "./indexes-beside.ts";
import { readIndexFiles } from "./read-index-files.ts";

/**
 * Brings the cached index up to what the repository says now: reads the index files that are new, and starts afresh when
 * one has gone, because then blobs may have gone with it.
 *
 * @param onBroken told of an index file that cannot be read, which is then passed over: what only that one names counts as not
 * there, and the next time it is tried again
 * @throws {BackstayError} OBJECT_CORRUPT without `onBroken`; `rebuild-index` mends that
 */
export async function loadIndex(
  repository: Repository,
  cache: RepositoryCache,
  signal?: AbortSignal,
  onBroken?: (id: IndexId, error: BackstayError<"OBJECT_CORRUPT">) => void,
): Promise<IndexedRepository> {
  const present = new Set<IndexId>();
  for await (const file of repository.store.list("index", signal)) present.add(file.name as IndexId);
  let known = cache.index.indexFiles();
  if (!known.isSubsetOf(present)) {
    cache.transaction(() => cache.index.clear());
    known = new Set();
  }
  for await (const file of readIndexFiles(repository, present.difference(known), signal)) {
    if (!("error" in file)) cache.index.addIndexFile(file.id, file.packs);
    else if (onBroken === undefined) throw file.error;
    else onBroken(file.id, file.error);
  }
  return { ...repository, cache, isIndexed: true, indexesBeside: indexesBeside(repository, cache) };
}

/**
 * The same, past all that this computer remembers of the index. For who removes by it, or writes it: a bit that has flipped in the
 * cache would have data removed that are needed.
 */
export async function loadIndexAnew(
  repository: Repository,
  cache: RepositoryCache,
  signal?: AbortSignal,
): Promise<IndexedRepository> {
  await loadIndex(repository, cache, signal); // which notices index files that have gone
  cache.index.forgetIndexFiles();
  return await loadIndex(repository, cache, signal);
}
