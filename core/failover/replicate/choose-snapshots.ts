import type { SnapshotId } from "../../../shared/ids.ts";
import { loadSnapshots, type StoredSnapshot } from "../../repository/snapshots/load-snapshots.ts";
import type { Store } from "../../storage/store.ts";
import type { ReplicaEnd, ReplicateOptions } from "./replication.ts";

export type ChosenSnapshots = {
  /** Those the target lacks and is to have, newest first. */
  readonly missing: readonly StoredSnapshot[];
  /** Those that both have, newest first. */
  readonly common: readonly StoredSnapshot[];
  /** Files of snapshots that cannot be read at the source, and that the target does not have. */
  readonly broken: readonly SnapshotId[];
};

export async function chooseSnapshots(
  from: ReplicaEnd,
  to: ReplicaEnd,
  { tombstones, isWanted }: Pick<ReplicateOptions, "tombstones" | "isWanted">,
  signal: AbortSignal,
): Promise<ChosenSnapshots> {
  const there = await snapshotIds(to.store, signal);
  const { snapshots, broken } = await loadSnapshots(from, from.cache, signal);
  const newestFirst = snapshots.toReversed();
  const isMissing = ({ id }: { readonly id: SnapshotId }) => !there.has(id) && tombstones?.has(id) !== true;
  return {
    missing: newestFirst.filter((snapshot) => isMissing(snapshot) && isWanted?.(snapshot) !== false),
    common: newestFirst.filter(({ id }) => there.has(id)),
    broken: broken.filter(isMissing).map(({ id }) => id),
  };
}

export async function snapshotIds(store: Store, signal: AbortSignal): Promise<ReadonlySet<SnapshotId>> {
  const ids = new Set<SnapshotId>();
  for await (const { name } of store.list("snapshot", signal)) ids.add(name as SnapshotId);
  return ids;
}

/** Snapshots that are made complete together: the larger a group, the less often all has to be written out. */
const LARGEST_GROUP = 64;

/** One, then two, then four and so on: the newest can be restored early, and a thousand take few rounds. */
export function* inGroups<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  let size = 1;
  for (let start = 0; start < items.length; ) {
    yield items.slice(start, start + size);
    start += size;
    size = Math.min(size * 2, LARGEST_GROUP);
  }
}
