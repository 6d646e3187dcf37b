import { expect, test } from "vitest";
import type { BlobId } from "../../shared/ids.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { readTree } from "../repository/read-blob.ts";
import { node, plantRepository } from "../restore/browse/testing/planted-repository.ts";
import type { ListedEntry } from "./folder-entries.ts";
import type { FolderListing } from "./folder-listing.ts";
import { createListingCache } from "./listing-cache.ts";
import { walkListings } from "./walk-listings.ts";

const ROOT = "/" as RawPath;

test("all below a folder is handed out, and what is damaged counts as nothing", async () => {
  const planted = plantRepository();
  const broken = await planted.tree({ "never seen": "" });
  await planted.damage("tree", broken);
  const { tree } = await planted.snapshot({
    a: { deep: { file: "12345" }, empty: {} },
    broken: node({ type: "dir", subtree: broken }),
    "without a tree": node({ type: "dir" }),
    link: node({ type: "symlink", linkTarget: Buffer.from("a") }),
    z: "1",
  });
  const listings = createListingCache((id, signal) => readTree(planted.repository, id, signal));
  const seen: string[] = [];
  const { signal } = new AbortController();
  for await (const { folder, entry } of walkListings(listings, { path: ROOT, tree }, signal)) {
    seen.push(`${folder} ${entry.name} ${entry.type} ${entry.sizeBytes}`);
  }
  expect(seen).toEqual([
    "/ a dir 0",
    "/a deep dir 0",
    "/a/deep file file 5",
    "/a empty dir 0",
    "/ broken dir 0",
    "/ link symlink 0",
    "/ without a tree dir 0",
    "/ z file 1",
  ]);
});

const SLOW_ENTRIES = 4000;
const SLOW_ENTRY_MS = 0.05;

/** A folder whose entries take a while each, as those of a large one do together. */
function slowListing(): FolderListing {
  const entry: ListedEntry = {
    ...{ name: "file" as RawPath, type: "file", sizeBytes: 1, mtimeNs: 0n, linkTarget: "" as RawPath },
  };
  return {
    ...{ count: SLOW_ENTRIES, weightBytes: 0, name: () => entry.name, isFolder: () => false },
    entry() {
      const untilMs = performance.now() + SLOW_ENTRY_MS;
      while (performance.now() < untilMs);
      return entry;
    },
    node: () => {
      throw new Error("nobody asks for it");
    },
    find: () => undefined,
    odd: [],
    inOrder: () => new Uint32Array(),
  };
}

test("while a large folder is counted, others have their turn, and it can be called off", async () => {
  const listing = slowListing();
  const listings = { get: async () => listing, once: async () => listing };
  const stop = new AbortController();
  let turns = 0;
  let isOver = false;
  const takeTurns = () => {
    turns += 1;
    if (!isOver) setImmediate(takeTurns);
  };
  setImmediate(takeTurns);
  try {
    let entries = 0;
    const root = { path: ROOT, tree: "0" as BlobId };
    for await (const _ of walkListings(listings, root, stop.signal)) entries += 1;
    expect(entries).toBe(SLOW_ENTRIES);
    expect(turns).toBeGreaterThan(5); // it takes 200 ms or more, and gives way every 10
    const called = new Error("called off");
    let entriesUntilCalledOff = 0;
    await expect(async () => {
      for await (const _ of walkListings(listings, root, stop.signal)) {
        // has its turn only when the walk gives way within the folder
        if (entriesUntilCalledOff === 0) setImmediate(() => stop.abort(called));
        entriesUntilCalledOff += 1;
      }
    }).rejects.toBe(called);
    expect(entriesUntilCalledOff).toBeLessThan(SLOW_ENTRIES);
  } finally {
    isOver = true;
  }
});
