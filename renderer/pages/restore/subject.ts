import type { TreePath } from "../../../shared/model/primitives.ts";
import type { RepositoryView } from "../../../shared/model/repository.ts";
import type { SnapshotSeries, SnapshotView } from "../../../shared/model/snapshot.ts";

/** What the page looks at, once all of it is known. */
export type Subject = {
  readonly repository: RepositoryView;
  readonly series: SnapshotSeries;
  /** The oldest first; at least one. */
  readonly snapshots: readonly SnapshotView[];
  readonly unreadable: number;
  /** Of the chosen snapshot. */
  readonly index: number;
  readonly snapshot: SnapshotView;
  /** The folder that holds all of the series: above it there is only what leads to it. Null until it is known. */
  readonly base: TreePath | null;
};
