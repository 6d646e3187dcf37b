import { expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import type { BlobId } from "../../shared/ids.ts";
import type { FolderListing } from "./folder-listing.ts";
import { createListAhead } from "./list-ahead.ts";
import { createListingCache, type ListingCache } from "./listing-cache.ts";

const MEBIBYTE = 1024 * 1024;
const sort = { by: "name", descending: false } as const;
const tree = (letter: string) => letter.repeat(64) as BlobId;
const folder = (letter: string, mebibytes: number) => ({
  tree: tree(letter),
  treeBytes: mebibytes * MEBIBYTE,
});

/** Listings of empty folders; those whose letter is `x` cannot be read. */
function noting() {
  const read: string[] = [];
  const listings: ListingCache = createListingCache(async (id) => {
    read.push(id.slice(0, 1));
    if (id.startsWith("x")) throw new BackstayError("TREE_BROKEN", { treeId: id, reason: "json" });
    return Buffer.from('{"nodes":[]}\n');
  });
  return { read, listings };
}

test("lists the largest of the folders in sight, and no more than there is room for", async () => {
  const { read, listings } = noting();
  const ahead = createListAhead(() => false, new AbortController().signal);
  const folders = [folder("a", 0.5), folder("b", 2), folder("c", 50), folder("d", 20), folder("e", 3)];
  ahead.see({ folders: () => folders, listings, sort });
  expect(read).toEqual([]);
  await ahead.listMeanwhile();
  expect(read).toEqual(["c", "e", "b"]);
  await listings.get(tree("c"), new AbortController().signal);
  expect(read).toHaveLength(3); // it was kept
});

test("a folder that cannot be read does not keep the others from being listed", async () => {
  const { read, listings } = noting();
  const ahead = createListAhead(() => false, new AbortController().signal);
  ahead.see({ folders: () => [folder("x", 9), folder("b", 2)], listings, sort });
  await ahead.listMeanwhile();
  expect(read).toEqual(["x", "b"]);
});

test("whoever waits for an answer comes first, and what is seen last is listed first", async () => {
  const { read, listings } = noting();
  let isBusy = true;
  const ahead = createListAhead(() => isBusy, new AbortController().signal);
  ahead.see({ folders: () => [folder("a", 9)], listings, sort });
  await ahead.listMeanwhile();
  expect(read).toEqual([]);
  ahead.see({ folders: () => [folder("b", 2), folder("c", 1)], listings, sort });
  isBusy = false;
  const slow: ListingCache = {
    ...listings,
    async get(id, signal): Promise<FolderListing> {
      ahead.see({ folders: () => [folder("d", 2)], listings, sort }); // the person goes on meanwhile
      return listings.get(id, signal);
    },
  };
  ahead.see({ folders: () => [folder("e", 2), folder("f", 1)], listings: slow, sort });
  await ahead.listMeanwhile();
  expect(read).toEqual(["e", "d"]);
});

test("stops when the repository is closed", async () => {
  const { read, listings } = noting();
  const closing = new AbortController();
  const ahead = createListAhead(() => false, closing.signal);
  ahead.see({ folders: () => [folder("a", 9)], listings, sort });
  closing.abort();
  await ahead.listMeanwhile();
  expect(read).toEqual([]);
});
