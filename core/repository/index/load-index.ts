import type { IndexId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { decodeIndexFile } from "../format/index-file.ts";
import type { IndexedRepository, Repository } from "../repository.ts";
import { readDocument } from "../unpacked-files.ts";

/**
 * Brings the cached index up to what the repository says now: reads the index files that are new, and starts afresh when
 * one has gone, because then blobs may have gone with it.
 *
 * @throws {BackstayError} OBJECT_CORRUPT for an index file that cannot be read; `rebuild-index` mends that
 */
export async function loadIndex(
  repository: Repository,
  cache: RepositoryCache,
  signal?: AbortSignal,
): Promise<IndexedRepository> {
  const present = new Set<IndexId>();
  for await (const file of repository.store.list("index", signal)) present.add(file.name as IndexId);
  let known = cache.index.indexFiles();
  if (!known.isSubsetOf(present)) {
    cache.transaction(() => cache.index.clear());
    known = new Set();
  }
  for (const id of present.difference(known)) {
    const json = await readDocument(repository, "index", id, signal);
    cache.index.addIndexFile(id, decodeIndexFile(json, id).packs);
  }
  return { ...repository, cache, isIndexed: true };
}
