import type { RepositoryId } from "../../shared/ids.ts";
import { isDamage } from "../catalog/cache-errors.ts";
import { searchFilePath } from "../search/search-file.ts";
import { openSearchIndex, type SearchIndex } from "../search/search-index.ts";

/** The search index as a reader comes to it: another process fills it, and makes it again when it is damaged. */
export type SearchAccess = {
  /** @returns undefined when there is no index (yet) that can be used, or when `work` found it damaged */
  use<T>(work: (index: SearchIndex) => T): T | undefined;
  /** Opens the file anew at its next use: it may be another one now. */
  reopen(): void;
};

/** @param onDamage told when the index has to be made again */
export function openSearch(
  cacheFolder: string | undefined,
  repositoryId: RepositoryId,
  onDamage: () => void,
): SearchAccess {
  let index: SearchIndex | undefined;

  function close(): void {
    index?.close();
    index = undefined;
  }

  return {
    use(work) {
      if (cacheFolder === undefined) return undefined;
      try {
        index ??= openSearchIndex(searchFilePath(cacheFolder, repositoryId));
        return index === undefined ? undefined : work(index);
      } catch (error) {
        if (!isDamage(error)) throw error;
        close();
        onDamage();
        return undefined;
      }
    },
    reopen: close,
  };
}
