import type { IndexId } from "../../../shared/ids.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";
import type { Repository } from "../repository.ts";
import { readIndexFiles } from "./read-index-files.ts";

/**
 * Where to look when the cache's index knows no whole place of a blob: the repository's own index files, read past the cache, in
 * which a bit may have flipped, and then the indexes of other replicas. Read when they are first asked for, and closed with the
 * cache, which is not used again when it turns out to say something else than the index files.
 */
export function indexesBeside(
  repository: Repository,
  cache: RepositoryCache,
): () => Promise<readonly RepositoryCache[]> {
  let own: Promise<RepositoryCache> | undefined;
  return async () => {
    own ??= readAfresh(repository, cache);
    return [await own, ...((await repository.otherIndexes?.()) ?? [])];
  };
}

/** What is damaged of the index names nothing. */
async function readAfresh(repository: Repository, cache: RepositoryCache): Promise<RepositoryCache> {
  const fresh = cache.scratch();
  const files: IndexId[] = [];
  for await (const { name } of repository.store.list("index")) files.push(name as IndexId);
  for await (const file of readIndexFiles(repository, files))
    if (!("error" in file)) fresh.index.addIndexFile(file.id, file.packs);
  if (contradicts(cache, fresh)) cache.distrust();
  return fresh;
}

const PACKS = `
  SELECT hex(packs.id) || ' ' || count(blobs.id) || ' ' || total(type) || ' ' || total(offset) || ' ' || total(length) || ' ' ||
    total(uncompressed_length)
  FROM packs LEFT JOIN blobs ON blobs.pack = packs.number GROUP BY packs.number
`;

/** Whether the cache says something else of a pack. That it lacks one means nothing: it may be new, or found to be gone. */
function contradicts(cache: RepositoryCache, fresh: RepositoryCache): boolean {
  const facts = ({ database }: RepositoryCache) => database.prepare<[], string>(PACKS).pluck();
  const right = new Set(facts(fresh).iterate());
  try {
    for (const pack of facts(cache).iterate()) if (!right.has(pack)) return true;
    return false;
  } catch {
    return true; // it cannot even be read
  }
}
