import type { TreePath } from "../../../../shared/model/primitives.ts";
import type { RepositoryView } from "../../../../shared/model/repository.ts";
import type { SnapshotSeries, SnapshotView } from "../../../../shared/model/snapshot.ts";

/** What a person wants back, before it is asked where to. */
export type RestoreRequest = {
  readonly repositoryId: RepositoryView["id"];
  readonly snapshotId: SnapshotView["id"];
  readonly timeMs: number;
  /** The computer the snapshot is of. */
  readonly hostname: string;
  /** The source the snapshot is of; null where none of ours made it, or that is not known. */
  readonly sourceId: SnapshotSeries["sourceId"];
  readonly paths: readonly TreePath[];
};
