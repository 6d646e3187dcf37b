import { isBackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import { joinRawPath, type RawPath } from "../platform/raw-path.ts";
import { breathe } from "../restore/browse/breathe.ts";
import type { PathLimit } from "../restore/browse/path-limit.ts";
import { subtreeOf } from "../restore/browse/read-folder.ts";
import type { ListedEntry } from "./folder-entries.ts";
import type { FolderListing } from "./folder-listing.ts";
import type { ListingCache } from "./listing-cache.ts";

export type ListedPlace = { readonly folder: RawPath; readonly entry: ListedEntry };

type Level = { readonly path: RawPath; readonly tree: BlobId; readonly listing: FolderListing; next: number };

/** Entries between two looks at the time; so many take about a millisecond. */
const STRETCH = 256;

/**
 * Hands out all that is below a folder, each folder before what is in it. What is damaged counts as nothing, and so does, with a
 * `limit` of this walk's own, what is left of a folder that comes to an absurd number of paths. It pauses within large
 * folders too, so that who opens one meanwhile does not wait for the end of this.
 *
 * @throws what `signal` was aborted with
 */
export async function* walkListings(
  listings: ListingCache,
  root: { readonly path: RawPath; readonly tree: BlobId },
  signal: AbortSignal,
  limit?: Pick<PathLimit, "entered">,
): AsyncGenerator<ListedPlace> {
  const levels: Level[] = [];

  async function open(path: RawPath, tree: BlobId, list: ListingCache["get"]): Promise<void> {
    await breathe();
    signal.throwIfAborted(); // a tree from the cache comes without asking the signal
    const listing = await unlessBroken(() => list(tree, signal));
    if (listing === undefined) return;
    levels.push({ path, tree, listing, next: 0 });
    const endless = await limit?.entered(listing.count, () => levels.map((level) => level.tree));
    if (endless !== undefined) levels.splice(endless);
  }

  // the folder that is asked about is likely to be opened next; all those below would push out what is looked at
  await open(root.path, root.tree, listings.get);
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    const { listing, path, next: n } = level;
    if (n === listing.count) {
      levels.pop();
      continue;
    }
    level.next += 1;
    if (level.next % STRETCH === 0) {
      await breathe();
      signal.throwIfAborted();
    }
    const entry = await unlessBroken(async () => listing.entry(n));
    if (entry === undefined) continue;
    yield { folder: path, entry };
    if (!listing.isFolder(n)) continue;
    const above = levels.map(({ tree }) => tree);
    const subtree = await unlessBroken(async () => subtreeOf(listing.node(n), above));
    if (subtree === undefined) continue;
    await open(joinRawPath(path, entry.name), subtree, listings.once);
  }

  async function unlessBroken<T>(look: () => Promise<T>): Promise<T | undefined> {
    try {
      return await look();
    } catch (error) {
      signal.throwIfAborted();
      if (!isBackstayError(error)) throw error;
      return undefined;
    }
  }
}
