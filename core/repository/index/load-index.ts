import type { BackstayError } from "../../../shared/errors.ts";
import { isBackstayError } from "../../../shared/errors.ts";
import type { IndexId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import { decodeIndexFile, type IndexedPack } from "../format/index-file.ts";
import type { IndexedRepository, Repository } from "../repository.ts";
import { readDocument } from "../unpacked-files.ts";

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
  return { ...repository, cache, isIndexed: true };
}

/** An index file, or what is wrong with it. */
export type ReadIndexFile =
  | { readonly id: IndexId; readonly packs: readonly IndexedPack[] }
  | { readonly id: IndexId; readonly error: BackstayError<"OBJECT_CORRUPT"> };

/** Reads index files one after the other; a damaged one does not keep the rest from being read. */
export async function* readIndexFiles(
  repository: Repository,
  ids: Iterable<IndexId>,
  signal?: AbortSignal,
): AsyncGenerator<ReadIndexFile> {
  for (const id of ids) {
    try {
      const json = await readDocument(repository, "index", id, signal);
      yield { id, packs: decodeIndexFile(json, id).packs };
    } catch (error) {
      if (!isBackstayError(error, "OBJECT_CORRUPT")) throw error;
      yield { id, error };
    }
  }
}
