import { PACK_SIZE } from "../types.ts";
import type { PackDecisions, PackUse } from "./prune-report.ts";

/** How much that nobody needs may stay, so that not everything is written anew for a few bytes. */
export type MaxUnused =
  /** Of the repository's size afterwards; restic's default is 5. Below 100. */
  | { readonly kind: "percent"; readonly percent: number }
  | { readonly kind: "bytes"; readonly bytes: number }
  | { readonly kind: "unlimited" };

export type DecideOptions = {
  readonly maxUnused: MaxUnused;
  /** Of blobs in packs written anew; the default is no limit. */
  readonly maxRepackBytes?: number | undefined;
};

/** A pack this small is one that a small backup left. */
const SMALL_PACK_BYTES = PACK_SIZE / 5;
/** So many are worth joining; fewer would be written anew again and again. */
const SMALL_PACKS_WORTH_JOINING = 10;

/**
 * Decides what happens to each pack: those nobody needs go; of the others those that waste most are written anew until what is
 * wasted is below the limit. Packs that mix data and trees are always separated, and many small ones joined.
 */
export function decidePacks(packs: readonly PackUse[], options: DecideOptions): PackDecisions {
  const remove = packs.filter(({ keptBlobs }) => keptBlobs === 0);
  const needed = packs.filter(({ keptBlobs }) => keptBlobs > 0);
  const usedBytes = needed.reduce((total, { keptBytes }) => total + keptBytes, 0);
  const allowedBytes = allowedUnusedBytes(options.maxUnused, usedBytes);
  const maxRepackBytes = options.maxRepackBytes ?? Number.POSITIVE_INFINITY;
  let unusedBytes = needed.reduce((total, pack) => total + wastedBytes(pack), 0);
  let repackBytes = 0;
  const repack = new Set<PackUse>();

  function repackIfAllowed(pack: PackUse): void {
    if (repackBytes + pack.blobBytes > maxRepackBytes) return;
    repack.add(pack);
    repackBytes += pack.blobBytes;
    unusedBytes -= wastedBytes(pack);
  }

  for (const pack of needed.filter(isMixed)) repackIfAllowed(pack);
  const wasteful = needed.filter((pack) => !isMixed(pack) && pack.keptBlobs < pack.blobs);
  for (const pack of wasteful.sort((a, b) => wastedShare(b) - wastedShare(a))) {
    if (unusedBytes > allowedBytes) repackIfAllowed(pack);
  }
  const small = needed.filter((pack) => !repack.has(pack) && pack.blobBytes < SMALL_PACK_BYTES);
  if (small.length >= SMALL_PACKS_WORTH_JOINING) for (const pack of small) repackIfAllowed(pack);

  return { keep: needed.filter((pack) => !repack.has(pack)), repack: [...repack], remove };
}

function allowedUnusedBytes(maxUnused: MaxUnused, usedBytes: number): number {
  switch (maxUnused.kind) {
    case "percent":
      return (usedBytes * maxUnused.percent) / (100 - maxUnused.percent);
    case "bytes":
      return maxUnused.bytes;
    case "unlimited":
      return Number.POSITIVE_INFINITY;
  }
}

function isMixed({ treeBlobs, blobs }: PackUse): boolean {
  return treeBlobs > 0 && treeBlobs < blobs;
}

function wastedBytes({ blobBytes, keptBytes }: PackUse): number {
  return blobBytes - keptBytes;
}

function wastedShare(pack: PackUse): number {
  return wastedBytes(pack) / pack.blobBytes;
}
