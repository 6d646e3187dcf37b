/**
 * How documents of one kind are made one. Whoever merges whichever of them in whatever order comes to the same: that is how
 * installations agree that never speak to each other.
 */
import type { SetDocument, Tombstone } from "./documents.ts";
import { outranks, type Rank } from "./outranks.ts";

/** The higher epoch says what is active, the higher revision who belongs to the set. */
export function mergeSets(a: SetDocument, b: SetDocument): SetDocument {
  const { epoch, writer, activeId, homeId } = higher(a, b, a, b);
  const members = higher(
    { epoch: a.members.revision, writer: a.members.writer },
    { epoch: b.members.revision, writer: b.members.writer },
    a.members,
    b.members,
  );
  return { ...a, epoch, writer, activeId, homeId, members };
}

/** Of equal rank they are alike, unless somebody's clock or memory failed; then any order will do that all keep to. */
function higher<T>(rankOfA: Rank, rankOfB: Rank, a: T, b: T): T {
  if (outranks(rankOfA, rankOfB)) return a;
  if (outranks(rankOfB, rankOfA)) return b;
  return JSON.stringify(a) >= JSON.stringify(b) ? a : b;
}

/** Each snapshot once, as it was removed first; in the order of their ids. */
export function mergeTombstones(...lists: readonly (readonly Tombstone[])[]): readonly Tombstone[] {
  const merged = new Map<string, Tombstone>();
  for (const tombstone of lists.flat()) {
    const known = merged.get(tombstone.snapshotId);
    if (known === undefined || isEarlier(tombstone, known)) merged.set(tombstone.snapshotId, tombstone);
  }
  return [...merged.values()].sort((a, b) => (a.snapshotId < b.snapshotId ? -1 : 1));
}

function isEarlier(a: Tombstone, b: Tombstone): boolean {
  if (a.removedMs !== b.removedMs) return a.removedMs < b.removedMs;
  return `${a.writer} ${a.by}` < `${b.writer} ${b.by}`;
}
