import type Database from "better-sqlite3";
import { z } from "zod";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import { count, flag, idColumn, nsOf, timeMs } from "./columns.ts";

export type ReplicaRecord = {
  readonly id: ReplicaId;
  readonly repositoryId: RepositoryId;
  readonly name: string;
  readonly location: string;
  readonly role: "active" | "standby";
  /** SHA-256 sum of the file `config` there, when it was last known to be the right one. */
  readonly configSum: string;
  readonly reach: "reachable" | "unreachable" | "unknown";
  readonly checkedMs: number | null;
  readonly freeBytes: number | null;
  readonly totalBytes: number | null;
};

export type RepositoryRecord = {
  readonly id: RepositoryId;
  readonly name: string;
  /** The active one first. */
  readonly replicas: readonly ReplicaRecord[];
  /** Snapshots were removed, and their space not freed yet. */
  readonly needsPrune: boolean;
  readonly prunedMs: number | null;
};

/** What a look at a replica found. */
export type ReplicaFinding = Pick<ReplicaRecord, "reach" | "freeBytes" | "totalBytes" | "configSum"> & {
  readonly checkedMs: number;
};

/** The tables of repositories and their replicas. Every method is one transaction. */
export type RepositoryStore = {
  list(): readonly RepositoryRecord[];
  get(id: RepositoryId): RepositoryRecord | undefined;
  insert(repository: RepositoryRecord, createdMs: number): void;
  /** A place that bears the repository's name, or is its only one, gets the new name too: a person knows both by one word. */
  rename(id: RepositoryId, name: string): void;
  /** The repository was found at another place. */
  moveReplica(id: ReplicaId, location: string, configSum: string): void;
  saveFinding(id: ReplicaId, finding: ReplicaFinding): void;
  setNeedsPrune(id: RepositoryId): void;
  markPruned(id: RepositoryId, prunedMs: number): void;
  remove(id: RepositoryId): void;
};

const RepositoryRow = z
  .object({
    id: idColumn<RepositoryId>(),
    name: z.string(),
    needs_prune: flag,
    pruned_ns: timeMs.nullable(),
  })
  .transform(({ needs_prune, pruned_ns, ...rest }) => ({
    ...rest,
    needsPrune: needs_prune,
    prunedMs: pruned_ns,
  }));

const ReplicaRow = z
  .object({
    id: idColumn<ReplicaId>(),
    repository_id: idColumn<RepositoryId>(),
    name: z.string(),
    location: z.string(),
    role: z.enum(["active", "standby"]),
    config_sum: z.string(),
    reach: z.enum(["reachable", "unreachable", "unknown"]),
    checked_ns: timeMs.nullable(),
    free_bytes: count.nullable(),
    total_bytes: count.nullable(),
  })
  .transform(
    (row): ReplicaRecord => ({
      id: row.id,
      repositoryId: row.repository_id,
      name: row.name,
      location: row.location,
      role: row.role,
      configSum: row.config_sum,
      reach: row.reach,
      checkedMs: row.checked_ns,
      freeBytes: row.free_bytes,
      totalBytes: row.total_bytes,
    }),
  );

export function createRepositoryStore(database: Database.Database): RepositoryStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const repositories = prepare("SELECT * FROM repositories ORDER BY created_ns, rowid");
  const repository = prepare("SELECT * FROM repositories WHERE id = ?");
  const replicasOf = prepare("SELECT * FROM replicas WHERE repository_id = ? ORDER BY role, rowid");
  const insert = prepare(
    "INSERT INTO repositories (id, name, needs_prune, pruned_ns, created_ns) VALUES (?, ?, ?, ?, ?)",
  );
  const insertReplica = prepare(`
    INSERT INTO replicas (id, repository_id, name, location, role, config_sum, reach, checked_ns, free_bytes, total_bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const rename = prepare("UPDATE repositories SET name = ? WHERE id = ?");
  const renameReplicas = prepare(`
    UPDATE replicas SET name = @name WHERE repository_id = @id AND (
      name = (SELECT name FROM repositories WHERE id = @id)
      OR (SELECT count(*) FROM replicas WHERE repository_id = @id) = 1)`);
  const move = prepare(
    "UPDATE replicas SET location = ?, config_sum = ?, reach = 'unknown', checked_ns = NULL WHERE id = ?",
  );
  const saveFinding = prepare(`
    UPDATE replicas SET reach = ?, checked_ns = ?, free_bytes = ?, total_bytes = ?, config_sum = ? WHERE id = ?`);
  const setNeedsPrune = prepare("UPDATE repositories SET needs_prune = 1 WHERE id = ?");
  const markPruned = prepare("UPDATE repositories SET needs_prune = 0, pruned_ns = ? WHERE id = ?");
  const forgetSnapshots = prepare("DELETE FROM saved_snapshots WHERE repository_id = ?");
  const remove = prepare("DELETE FROM repositories WHERE id = ?");

  const complete = (row: unknown): RepositoryRecord => {
    const own = RepositoryRow.parse(row);
    return { ...own, replicas: replicasOf.all(own.id).map((replica) => ReplicaRow.parse(replica)) };
  };
  return {
    list: database.transaction(() => repositories.all().map(complete)),
    get: database.transaction((id: RepositoryId) => {
      const row = repository.get(id);
      return row === undefined ? undefined : complete(row);
    }),
    insert: database.transaction((added: RepositoryRecord, createdMs: number) => {
      const { id, name, needsPrune, prunedMs } = added;
      insert.run(id, name, needsPrune ? 1 : 0, prunedMs === null ? null : nsOf(prunedMs), nsOf(createdMs));
      for (const replica of added.replicas) {
        insertReplica.run(
          ...[replica.id, id, replica.name, replica.location, replica.role, replica.configSum, replica.reach],
          ...[replica.checkedMs === null ? null : nsOf(replica.checkedMs)],
          ...[replica.freeBytes, replica.totalBytes],
        );
      }
    }).immediate,
    rename: database.transaction((id: RepositoryId, name: string) => {
      renameReplicas.run({ id, name });
      rename.run(name, id);
    }).immediate,
    moveReplica: (id, location, configSum) => void move.run(location, configSum, id),
    saveFinding: (id, { reach, checkedMs, freeBytes, totalBytes, configSum }) =>
      void saveFinding.run(reach, nsOf(checkedMs), freeBytes, totalBytes, configSum, id),
    setNeedsPrune: (id) => void setNeedsPrune.run(id),
    markPruned: (id, prunedMs) => void markPruned.run(nsOf(prunedMs), id),
    remove: database.transaction((id: RepositoryId) => {
      forgetSnapshots.run(id);
      remove.run(id);
    }).immediate,
  };
}
