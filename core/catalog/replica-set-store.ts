import type Database from "better-sqlite3";
import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId, SnapshotId } from "../../shared/ids.ts";
import { count, flag, idColumn, json, nsOf, timeMs } from "./columns.ts";
import type { ReplicaRecord } from "./repository-store.ts";

/** How far a standby is behind the active replica. */
export type StoredLag = {
  readonly snapshots: number;
  readonly bytes: number;
  /** When the oldest backup was made that it lacks; null when it lacks none. */
  readonly sinceMs: number | null;
  readonly measuredMs: number;
};

/** A replica of a repository that has several. */
export type ReplicaMember = {
  readonly replicaId: ReplicaId;
  /** The lower, the sooner it takes over. */
  readonly priority: number;
  /** No backup may begin on it. */
  readonly isFenced: boolean;
  /** Null until it was compared. */
  readonly lag: StoredLag | null;
  /** When copying to it last came to its end. */
  readonly copiedMs: number | null;
  /** When copying to it was last asked for. */
  readonly askedMs: number | null;
  /** Why that failed; null when it did not. */
  readonly copyError: WireError | null;
};

/** The tables of sets of replicas. Every method is one transaction. */
export type ReplicaSetStore = {
  /** The epoch in which the active replica is active; undefined for a repository that never had a second one. */
  epochOf(id: RepositoryId): number | undefined;
  /** By priority; none for a repository that never had a second one. */
  members(id: RepositoryId): readonly ReplicaMember[];
  /** Makes a set of a repository that has one replica so far. What is known already stays. */
  begin(id: RepositoryId, activeId: ReplicaId, epoch: number): void;
  /** Adds a standby, after all others. */
  add(replica: ReplicaRecord): void;
  remove(id: ReplicaId): void;
  setPriority(id: ReplicaId, priority: number): void;
  setFenced(id: ReplicaId, isFenced: boolean): void;
  /** All that are fenced. */
  fenced(): ReadonlySet<ReplicaId>;
  /**
   * One is active from now on, in this epoch, and not fenced; the others are standbys.
   * @param alike a replica that is known to have all that the new active one has, and when that is; what others lack has to be counted
   */
  switchActive(
    id: RepositoryId,
    activeId: ReplicaId,
    epoch: number,
    alike?: { readonly replicaId: ReplicaId; readonly atMs: number },
  ): void;
  /** Whether it is known to lack nothing. */
  isCaughtUp(id: ReplicaId): boolean;
  /** @param missing the snapshots it lacks; undefined when they are too many to be named */
  saveLag(id: ReplicaId, lag: StoredLag, missing: readonly SnapshotId[] | undefined): void;
  /** A backup was made that every standby lacks. Where nobody knows what one lacks, it stays so. */
  noteBackup(id: RepositoryId, snapshotId: SnapshotId, bytes: number, savedMs: number): void;
  /** The snapshots that it lacks, those of other programs among them; undefined when nobody knows, or they are too many. */
  missing(id: ReplicaId): ReadonlySet<SnapshotId> | undefined;
  noteAsked(id: ReplicaId, atMs: number): void;
  noteCopied(id: ReplicaId, atMs: number, error: WireError | null): void;
};

const nullableMs = timeMs.nullable();
const MemberRow = z
  .object({
    replica_id: idColumn<ReplicaId>(),
    priority: count,
    is_fenced: flag,
    missing_snapshots: count.nullable(),
    missing_bytes: count.nullable(),
    behind_ns: nullableMs,
    measured_ns: nullableMs,
    copied_ns: nullableMs,
    asked_ns: nullableMs,
    copy_error: json(z.custom<WireError>()).nullable(),
  })
  .transform(
    (row): ReplicaMember => ({
      ...{ replicaId: row.replica_id, priority: row.priority, isFenced: row.is_fenced },
      lag:
        row.missing_snapshots === null || row.measured_ns === null
          ? null
          : {
              snapshots: row.missing_snapshots,
              bytes: row.missing_bytes ?? 0,
              sinceMs: row.behind_ns,
              measuredMs: row.measured_ns,
            },
      ...{ copiedMs: row.copied_ns, askedMs: row.asked_ns, copyError: row.copy_error },
    }),
  );

export function createReplicaSetStore(database: Database.Database): ReplicaSetStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const epochOf = prepare("SELECT epoch FROM replica_sets WHERE repository_id = ?");
  const members = prepare(`
    SELECT replica_members.* FROM replica_members JOIN replicas ON replicas.id = replica_id
    WHERE repository_id = ? ORDER BY priority, replicas.rowid`);
  const begin = prepare(
    "INSERT INTO replica_sets (repository_id, epoch) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const enrol = prepare(
    "INSERT INTO replica_members (replica_id, priority) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const insert = prepare(`
    INSERT INTO replicas (id, repository_id, name, location, role, config_sum, reach, checked_ns, free_bytes, total_bytes)
    VALUES (?, ?, ?, ?, 'standby', ?, ?, ?, ?, ?)`);
  const enrolLast = prepare(`
    INSERT INTO replica_members (replica_id, priority)
    SELECT ?, coalesce(max(priority), -1) + 1 FROM replica_members
    JOIN replicas ON replicas.id = replica_id WHERE repository_id = ?`);
  const remove = prepare("DELETE FROM replicas WHERE id = ? AND role = 'standby'");
  const setPriority = prepare("UPDATE replica_members SET priority = ? WHERE replica_id = ?");
  const setFenced = prepare("UPDATE replica_members SET is_fenced = ? WHERE replica_id = ?");
  const fenced = database
    .prepare<[], ReplicaId>("SELECT replica_id FROM replica_members WHERE is_fenced = 1")
    .pluck();
  const standBy = prepare("UPDATE replicas SET role = 'standby' WHERE repository_id = ?");
  const activate = prepare("UPDATE replicas SET role = 'active' WHERE id = ? AND repository_id = ?");
  const setEpoch = prepare("UPDATE replica_sets SET epoch = ? WHERE repository_id = ?");
  const caughtUp = prepare("SELECT 1 FROM replica_members WHERE replica_id = ? AND missing_snapshots = 0");
  const saveLag = prepare(`
    UPDATE replica_members SET missing_snapshots = ?, missing_bytes = ?, behind_ns = ?, measured_ns = ?
    WHERE replica_id = ?`);
  const noteBackup = prepare(`
    UPDATE replica_members SET missing_snapshots = missing_snapshots + 1, missing_bytes = coalesce(missing_bytes, 0) + ?,
      behind_ns = coalesce(behind_ns, ?)
    WHERE missing_snapshots IS NOT NULL
      AND replica_id IN (SELECT id FROM replicas WHERE repository_id = ? AND role = 'standby')`);
  // what each of them lacked was in the one that was active
  const forgetLags = prepare(`
    UPDATE replica_members SET missing_snapshots = NULL, missing_bytes = NULL, behind_ns = NULL, measured_ns = NULL
    WHERE replica_id IN (SELECT id FROM replicas WHERE repository_id = ?)`);
  const nameMissing = prepare(
    "INSERT INTO replica_missing (replica_id, snapshot_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
  );
  const nameMissingOfAll = prepare(`
    INSERT INTO replica_missing (replica_id, snapshot_id)
    SELECT replica_id, ? FROM replica_members JOIN replicas ON replicas.id = replica_id
    WHERE missing_snapshots IS NOT NULL AND repository_id = ? AND role = 'standby' ON CONFLICT DO NOTHING`);
  const forgetMissing = prepare("DELETE FROM replica_missing WHERE replica_id = ?");
  const forgetAllMissing = prepare(
    "DELETE FROM replica_missing WHERE replica_id IN (SELECT id FROM replicas WHERE repository_id = ?)",
  );
  const missing = database
    .prepare<[ReplicaId], SnapshotId>("SELECT snapshot_id FROM replica_missing WHERE replica_id = ?")
    .pluck();
  const missingCount = prepare(
    "SELECT missing_snapshots AS count FROM replica_members WHERE replica_id = ? AND missing_snapshots IS NOT NULL",
  );
  const isActive = prepare("SELECT 1 FROM replicas WHERE id = ? AND role = 'active'");
  /** Copying is due as soon as it can be reached: it may have what nobody else has. */
  const becomeAlike = prepare(`
    UPDATE replica_members SET missing_snapshots = 0, missing_bytes = 0, measured_ns = ?, asked_ns = NULL
    WHERE replica_id = ? AND replica_id IN (SELECT id FROM replicas WHERE repository_id = ? AND role = 'standby')`);
  const noteAsked = prepare("UPDATE replica_members SET asked_ns = ? WHERE replica_id = ?");
  const noteCopied = prepare(`
    UPDATE replica_members SET copied_ns = CASE WHEN @error IS NULL THEN @at ELSE copied_ns END, copy_error = @error
    WHERE replica_id = @id`);

  return {
    epochOf(id) {
      const row = epochOf.get(id);
      return row === undefined ? undefined : z.object({ epoch: count }).parse(row).epoch;
    },
    members: (id) => members.all(id).map((row) => MemberRow.parse(row)),
    begin: database.transaction((id: RepositoryId, activeId: ReplicaId, epoch: number) => {
      begin.run(id, epoch);
      enrol.run(activeId, 0);
    }).immediate,
    add: database.transaction((replica: ReplicaRecord) => {
      insert.run(
        ...[replica.id, replica.repositoryId, replica.name, replica.location],
        ...[replica.configSum, replica.reach, replica.checkedMs === null ? null : nsOf(replica.checkedMs)],
        ...[replica.freeBytes, replica.totalBytes],
      );
      enrolLast.run(replica.id, replica.repositoryId);
    }).immediate,
    remove: (id) => void remove.run(id),
    setPriority: (id, priority) => void setPriority.run(priority, id),
    setFenced: (id, isFenced) => void setFenced.run(isFenced ? 1 : 0, id),
    fenced: () => new Set(fenced.all()),
    switchActive: database.transaction(
      (
        id: RepositoryId,
        activeId: ReplicaId,
        epoch: number,
        alike?: { readonly replicaId: ReplicaId; readonly atMs: number },
      ) => {
        const { changes } = activateIfOther(id, activeId);
        if (changes > 0) {
          forgetLags.run(id);
          forgetAllMissing.run(id);
          if (alike !== undefined) becomeAlike.run(nsOf(alike.atMs), alike.replicaId, id);
        }
        setFenced.run(0, activeId);
        setEpoch.run(epoch, id);
      },
    ).immediate,
    isCaughtUp: (id) => caughtUp.get(id) !== undefined,
    saveLag: database.transaction((id: ReplicaId, lag: StoredLag, ids: readonly SnapshotId[] | undefined) => {
      const { snapshots, bytes, sinceMs, measuredMs } = lag;
      saveLag.run(snapshots, bytes, sinceMs === null ? null : nsOf(sinceMs), nsOf(measuredMs), id);
      forgetMissing.run(id);
      for (const snapshotId of ids ?? []) nameMissing.run(id, snapshotId);
    }).immediate,
    noteBackup: database.transaction(
      (id: RepositoryId, snapshotId: SnapshotId, bytes: number, savedMs: number) => {
        noteBackup.run(bytes, nsOf(savedMs), id);
        nameMissingOfAll.run(snapshotId, id);
      },
    ).immediate,
    missing(id) {
      const row = missingCount.get(id);
      if (row === undefined) return undefined;
      const ids = missing.all(id);
      // what was not named is only counted
      return ids.length < z.object({ count }).parse(row).count ? undefined : new Set(ids);
    },
    noteAsked: (id, atMs) => void noteAsked.run(nsOf(atMs), id),
    noteCopied: (id, atMs, error) =>
      void noteCopied.run({ id, at: nsOf(atMs), error: error === null ? null : JSON.stringify(error) }),
  };

  /** Asked for again after a crash, it changes nothing, and forgets nothing either. */
  function activateIfOther(id: RepositoryId, activeId: ReplicaId): { readonly changes: number } {
    if (isActive.get(activeId) !== undefined) return { changes: 0 };
    standBy.run(id);
    return activate.run(activeId, id);
  }
}
