import { translateCacheError } from "../../catalog/cache-errors.ts";
import type { RepositoryCache } from "../../catalog/repository-cache.ts";

/**
 * For work with temporary tables, which goes to the cache's database directly.
 * @throws {BackstayError} CACHE_FULL or CACHE_FAILED for what the database met, and everything else that `work` throws
 */
export async function withCacheFaults<T>(
  { database }: Pick<RepositoryCache, "database">,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateCacheError(error, database.name);
  }
}
