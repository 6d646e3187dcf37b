/** How much a snapshot changed, for the height of its tick, and which ones lost suspiciously much. */
import type { SnapshotView } from "../../../../shared/model/snapshot.ts";

/** As much of the height as a snapshot has that changed nothing, or that does not say. */
const LEAST_HEIGHT = 0.08;

/**
 * @param largest what is drawn at full height; 0 when nothing was added anywhere
 * @returns a part of the height, above 0 and at most 1: the square root, so that one large snapshot does not flatten all others
 */
export function tickHeight(added: number | null, largest: number): number {
  if (added === null || largest <= 0) return LEAST_HEIGHT;
  return Math.max(LEAST_HEIGHT, Math.min(1, Math.sqrt(added / largest)));
}

/** Fewer files gone than this are everyday work, unless they are a large part of all. */
const MANY_GONE = 50;
/** How many times more than in the snapshot in the middle. */
const UNUSUAL_TIMES = 8;
const FEW_GONE = 10;
const LARGE_PART = 0.2;

/**
 * Snapshots before which many more files disappeared than is usual in their series, or a large part of all: somebody deleted a folder,
 * or something renamed files while it encrypted them.
 *
 * @returns how many files were gone, by index
 */
export function massDeletions(snapshots: readonly SnapshotView[]): ReadonlyMap<number, number> {
  const known = snapshots.flatMap(({ filesGone }) => (filesGone === null ? [] : [filesGone]));
  known.sort((a, b) => a - b);
  const usual = known[Math.floor((known.length - 1) / 2)] ?? 0;
  const found = new Map<number, number>();
  for (const [index, { filesGone, files }] of snapshots.entries()) {
    if (filesGone === null) continue;
    const isUnusual = filesGone >= MANY_GONE && filesGone >= usual * UNUSUAL_TIMES;
    const isLargePart =
      filesGone >= FEW_GONE && files !== null && filesGone >= (files + filesGone) * LARGE_PART;
    if (isUnusual || isLargePart) found.set(index, filesGone);
  }
  return found;
}
