import type Database from "better-sqlite3";
import type { RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import { msOf, nsOf } from "./columns.ts";

/** A good backup of a source that this machine made and nobody has removed. */
export type SavedSnapshot = {
  readonly repositoryId: RepositoryId;
  readonly snapshotId: SnapshotId;
  readonly sourceId: SourceId;
  /** When the backup ended. */
  readonly savedMs: number;
  /** Of all it holds, before deduplication. */
  readonly sizeBytes: number;
};

/** The newest good backup of a source in one repository. */
export type NewestSnapshot = Omit<SavedSnapshot, "snapshotId">;

/** The table of good backups: what the age of a source's newest one is told by, without asking a repository. */
export type SavedSnapshotStore = {
  /** Does nothing when it is there already. */
  insert(snapshot: SavedSnapshot): void;
  removeAll(repositoryId: RepositoryId, snapshotIds: readonly SnapshotId[]): void;
  /** When each good backup of a source in a repository was made, with its id; the oldest first. */
  ofSource(
    repositoryId: RepositoryId,
    sourceId: SourceId,
  ): readonly { readonly snapshotId: SnapshotId; readonly savedMs: number }[];
  /** One for each source and repository, in no order. */
  newest(): readonly NewestSnapshot[];
};

type Row = {
  readonly repository_id: RepositoryId;
  readonly source_id: SourceId;
  readonly saved_ns: bigint;
  readonly size_bytes: bigint;
};

export function createSavedSnapshotStore(database: Database.Database): SavedSnapshotStore {
  const insert = database.prepare(`
    INSERT INTO saved_snapshots (repository_id, snapshot_id, source_id, saved_ns, size_bytes)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const remove = database.prepare("DELETE FROM saved_snapshots WHERE repository_id = ? AND snapshot_id = ?");
  // SQLite takes the other columns from the row that has the maximum
  const newest = database
    .prepare<[], Row>(
      `SELECT repository_id, source_id, max(saved_ns) AS saved_ns, size_bytes
       FROM saved_snapshots GROUP BY source_id, repository_id`,
    )
    .safeIntegers(true);
  const ofSource = database
    .prepare<[SourceId, RepositoryId], { snapshot_id: SnapshotId; saved_ns: bigint }>(
      `SELECT snapshot_id, saved_ns FROM saved_snapshots
       WHERE source_id = ? AND repository_id = ? ORDER BY saved_ns`,
    )
    .safeIntegers(true);
  return {
    ofSource: (repositoryId, sourceId) =>
      ofSource
        .all(sourceId, repositoryId)
        .map((row) => ({ snapshotId: row.snapshot_id, savedMs: msOf(row.saved_ns) })),
    insert: ({ repositoryId, snapshotId, sourceId, savedMs, sizeBytes }) =>
      void insert.run(repositoryId, snapshotId, sourceId, nsOf(savedMs), sizeBytes),
    removeAll: database.transaction((repositoryId: RepositoryId, ids: readonly SnapshotId[]) => {
      for (const id of ids) remove.run(repositoryId, id);
    }).immediate,
    newest: () =>
      newest.all().map((row) => ({
        repositoryId: row.repository_id,
        sourceId: row.source_id,
        savedMs: msOf(row.saved_ns),
        sizeBytes: Number(row.size_bytes),
      })),
  };
}
