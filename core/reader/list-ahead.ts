import { setImmediate } from "node:timers/promises";
import { isBackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import type { EntryOrder } from "./folder-listing.ts";
import type { ListingCache } from "./listing-cache.ts";

/** A folder that somebody sees the name of, and may open next. */
export type SeenFolder = { readonly tree: BlobId; readonly treeBytes: number };

/** What a page shows, as far as it matters to what may be opened next. */
export type SeenPage = {
  /** Called when there is time for it. */
  readonly folders: () => readonly SeenFolder[];
  readonly listings: ListingCache;
  readonly sort: EntryOrder;
};

/** Lists large folders while a person still looks at their names: a hundred thousand entries take a quarter of a second. */
export type ListAhead = {
  /** Forgets what was seen before: the person has gone on. */
  see(page: SeenPage): void;
  /**
   * Lists what was seen, as long as nobody waits for an answer.
   * @returns when nothing is left, or somebody waits
   * @throws what is a mistake of ours; what is wrong with a folder is said to whoever opens it
   */
  listMeanwhile(): Promise<void>;
};

/** Some three thousand entries: what is shorter opens fast enough. */
const WORTH_BYTES = 1024 * 1024;
/** Half of what the listings that are kept may take, so that those a person came from stay. */
const MOST_BYTES = 64 * 1024 * 1024;

/** @param isBusy whether somebody waits for an answer */
export function createListAhead(isBusy: () => boolean, signal: AbortSignal): ListAhead {
  /** Not looked at yet. */
  let seen: SeenPage | undefined;
  let page: SeenPage | undefined;
  let wanted: readonly SeenFolder[] = [];
  let isAtWork = false;

  function takeNext(): SeenFolder | undefined {
    if (seen !== undefined) {
      page = seen;
      seen = undefined;
      wanted = choose(page.folders());
    }
    const [next, ...others] = wanted;
    wanted = others;
    return next;
  }

  async function listOne(): Promise<boolean> {
    try {
      const next = takeNext();
      if (next === undefined || page === undefined) return false;
      const listing = await page.listings.get(next.tree, signal);
      listing.inOrder(page.sort);
    } catch (error) {
      if (!isBackstayError(error)) throw error;
    }
    return true;
  }

  return {
    see(fresh) {
      seen = fresh;
    },
    async listMeanwhile() {
      if (isAtWork) return;
      isAtWork = true;
      try {
        do
          await setImmediate(); // what arrived meanwhile is answered first
        while (!isBusy() && !signal.aborted && (await listOne()));
      } finally {
        isAtWork = false;
      }
    },
  };
}

/** The largest first: for them a person would wait longest. */
function choose(folders: readonly SeenFolder[]): readonly SeenFolder[] {
  let bytes = 0;
  return folders
    .filter(({ treeBytes }) => treeBytes >= WORTH_BYTES)
    .toSorted((a, b) => b.treeBytes - a.treeBytes)
    .filter(({ treeBytes }) => {
      const fits = bytes + treeBytes <= MOST_BYTES;
      if (fits) bytes += treeBytes;
      return fits;
    });
}
