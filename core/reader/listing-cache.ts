import type { BlobId } from "../../shared/ids.ts";
import { type FolderListing, listFolder } from "./folder-listing.ts";

/** The folders that were looked at last. */
export type ListingCache = {
  /** @throws {BackstayError} TREE_BROKEN, BLOB_MISSING, BLOB_CORRUPT, or what the store throws */
  get(tree: BlobId, signal: AbortSignal): Promise<FolderListing>;
  /** The same for what is not likely to be looked at again: it is not kept. */
  once(tree: BlobId, signal: AbortSignal): Promise<FolderListing>;
};

const MAX_LISTINGS = 64;
/** Three folders of a hundred thousand entries, which take about so much. */
const MAX_BYTES = 128 * 1024 * 1024;

/** A tree never changes, so what was made of it stays right. */
export function createListingCache(
  readTree: (tree: BlobId, signal: AbortSignal) => Promise<Uint8Array>,
): ListingCache {
  const listings = new Map<BlobId, FolderListing>();

  /** The oldest go first; the newest stays, however large it is. */
  function trim(): void {
    let bytes = 0;
    for (const { weightBytes } of listings.values()) bytes += weightBytes;
    for (const [tree, { weightBytes }] of listings) {
      if (listings.size === 1 || (listings.size <= MAX_LISTINGS && bytes <= MAX_BYTES)) return;
      listings.delete(tree);
      bytes -= weightBytes;
    }
  }

  const list = async (tree: BlobId, signal: AbortSignal) => listFolder(await readTree(tree, signal), tree);

  return {
    async get(tree, signal) {
      const known = listings.get(tree);
      const listing = known ?? (await list(tree, signal));
      listings.delete(tree);
      listings.set(tree, listing); // behind all others
      if (known === undefined) trim();
      return listing;
    },
    once: async (tree, signal) => listings.get(tree) ?? (await list(tree, signal)),
  };
}
