import type Database from "better-sqlite3";
import { z } from "zod";
import type { RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import { PIN_REASONS, type PinnedSnapshot, type PinReason } from "../../shared/model/source-rot.ts";
import { idColumn, nsOf, timeMs } from "./columns.ts";

/** The table of snapshots that are kept whatever rules say. Every method is one transaction. */
export type PinStore = {
  /** Those of one repository, or all; the oldest snapshot first. One that is kept for two reasons is there twice. */
  list(repositoryId?: RepositoryId): readonly PinnedSnapshot[];
  /** Does nothing when it is pinned for this reason already. @returns whether it was not */
  insert(pin: PinnedSnapshot): boolean;
  /** For whatever reason it was pinned, unless one is given. */
  remove(repositoryId: RepositoryId, snapshotIds: readonly SnapshotId[], reason?: PinReason): void;
};

const Row = z
  .object({
    repository_id: idColumn<RepositoryId>(),
    snapshot_id: idColumn<SnapshotId>(),
    reason: z.enum(PIN_REASONS),
    source_id: idColumn<SourceId>().nullable(),
    snapshot_ns: timeMs,
    pinned_ns: timeMs,
  })
  .transform(
    (row): PinnedSnapshot => ({
      repositoryId: row.repository_id,
      snapshotId: row.snapshot_id,
      reason: row.reason,
      sourceId: row.source_id,
      timeMs: row.snapshot_ns,
      pinnedMs: row.pinned_ns,
    }),
  );

export function createPinStore(database: Database.Database): PinStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const ORDER = "ORDER BY snapshot_ns, snapshot_id, reason";
  const all = prepare(`SELECT * FROM pins ${ORDER}`);
  const ofRepository = prepare(`SELECT * FROM pins WHERE repository_id = ? ${ORDER}`);
  const insert = prepare(`
    INSERT INTO pins (repository_id, snapshot_id, reason, source_id, snapshot_ns, pinned_ns)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`);
  const remove = prepare("DELETE FROM pins WHERE repository_id = ? AND snapshot_id = ?");
  const removeFor = prepare("DELETE FROM pins WHERE repository_id = ? AND snapshot_id = ? AND reason = ?");
  return {
    list: (repositoryId) =>
      (repositoryId === undefined ? all.all() : ofRepository.all(repositoryId)).map((row) => Row.parse(row)),
    insert: ({ repositoryId, snapshotId, reason, sourceId, timeMs: madeMs, pinnedMs }) =>
      insert.run(repositoryId, snapshotId, reason, sourceId, nsOf(madeMs), nsOf(pinnedMs)).changes > 0,
    remove: database.transaction(
      (repositoryId: RepositoryId, ids: readonly SnapshotId[], reason?: PinReason) => {
        for (const id of ids)
          if (reason === undefined) remove.run(repositoryId, id);
          else removeFor.run(repositoryId, id, reason);
      },
    ).immediate,
  };
}
