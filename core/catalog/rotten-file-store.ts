import type Database from "better-sqlite3";
import { z } from "zod";
import type { RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import { ROT_KINDS, type RotKind } from "../../shared/model/source-rot.ts";
import { flag, idColumn, nsOf, timeMs } from "./columns.ts";

/** A file of a source that changed without a new date. */
export type RottenFile = {
  /** As people read it. */
  readonly path: string;
  readonly kind: RotKind;
  /** By what its good content is known again. */
  readonly good: string;
  /** The snapshot that has it as it was. */
  readonly snapshotId: SnapshotId;
  /** A person said that some program writes it so. */
  readonly isMeant: boolean;
  readonly foundMs: number;
};

/** The table of such files. Every method is one transaction. */
export type RottenFileStore = {
  /** The one found first comes first. */
  ofSource(repositoryId: RepositoryId, sourceId: SourceId): readonly RottenFile[];
  /** How many `silent` ones nobody has settled, by source. */
  silentBySource(): ReadonlyMap<SourceId, number>;
  /** One that is known already stays as it was found first, unless it was meant then. */
  add(repositoryId: RepositoryId, sourceId: SourceId, files: readonly Omit<RottenFile, "isMeant">[]): void;
  remove(repositoryId: RepositoryId, sourceId: SourceId, paths: readonly string[]): void;
  /** Forgets those that were not settled, and remembers which of them were meant. */
  settle(repositoryId: RepositoryId, sourceId: SourceId, meant: RotKind | undefined): void;
};

const Row = z
  .object({
    path: z.string(),
    kind: z.enum(ROT_KINDS),
    good: z.string(),
    snapshot_id: idColumn<SnapshotId>(),
    is_meant: flag,
    found_ns: timeMs,
  })
  .transform(
    (row): RottenFile => ({
      ...{ path: row.path, kind: row.kind, good: row.good, snapshotId: row.snapshot_id },
      ...{ isMeant: row.is_meant, foundMs: row.found_ns },
    }),
  );
const Silent = z.object({ source_id: idColumn<SourceId>(), n: z.bigint().transform(Number) });

export function createRottenFileStore(database: Database.Database): RottenFileStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const ofSource = prepare(
    "SELECT * FROM rotten_files WHERE repository_id = ? AND source_id = ? ORDER BY found_ns, path",
  );
  const silent = prepare(`
    SELECT source_id, count(*) AS n FROM rotten_files WHERE kind = 'silent' AND is_meant = 0 GROUP BY source_id`);
  const add = prepare(`
    INSERT INTO rotten_files (repository_id, source_id, path, kind, good, snapshot_id, is_meant, found_ns)
    VALUES (?, ?, ?, ?, ?, ?, 0, ?)
    ON CONFLICT DO UPDATE SET kind = excluded.kind, good = excluded.good, snapshot_id = excluded.snapshot_id,
      is_meant = 0, found_ns = excluded.found_ns
    WHERE is_meant = 1`);
  const remove = prepare(
    "DELETE FROM rotten_files WHERE repository_id = ? AND source_id = ? AND path = ? AND is_meant = 0",
  );
  const removeOpen = prepare(
    "DELETE FROM rotten_files WHERE repository_id = ? AND source_id = ? AND is_meant = 0",
  );
  const remember = prepare(
    "UPDATE rotten_files SET is_meant = 1 WHERE repository_id = ? AND source_id = ? AND kind = ?",
  );
  const inOne = <A extends unknown[], R>(work: (...args: A) => R) => database.transaction(work).immediate;
  return {
    ofSource: (repositoryId, sourceId) => ofSource.all(repositoryId, sourceId).map((row) => Row.parse(row)),
    silentBySource: () =>
      new Map(
        silent.all().map((row) => {
          const { source_id, n } = Silent.parse(row);
          return [source_id, n];
        }),
      ),
    add: inOne((repositoryId, sourceId, files) => {
      for (const { path, kind, good, snapshotId, foundMs } of files)
        add.run(repositoryId, sourceId, path, kind, good, snapshotId, nsOf(foundMs));
    }),
    remove: inOne((repositoryId, sourceId, paths) => {
      for (const path of paths) remove.run(repositoryId, sourceId, path);
    }),
    settle: inOne((repositoryId, sourceId, meant) => {
      if (meant !== undefined) remember.run(repositoryId, sourceId, meant);
      removeOpen.run(repositoryId, sourceId);
    }),
  };
}
