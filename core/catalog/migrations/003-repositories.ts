import type { Migration } from "./migration.ts";

/**
 * Repositories and the places where they are. Times are nanoseconds since 1970. `config_sum` is the SHA-256 sum of the file
 * `config` there: another one means that another repository may stand there now. `saved_snapshots` are the good backups that this
 * machine made and that nobody has removed since.
 */
export const createRepositories: Migration = {
  version: 3,
  sql: `
    CREATE TABLE repositories (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      created_ns INTEGER NOT NULL,
      needs_prune INTEGER NOT NULL DEFAULT 0 CHECK (needs_prune IN (0, 1)),
      pruned_ns INTEGER
    ) STRICT;
    CREATE TABLE replicas (
      id TEXT PRIMARY KEY,
      repository_id TEXT NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
      name TEXT NOT NULL,
      location TEXT NOT NULL UNIQUE,
      role TEXT NOT NULL CHECK (role IN ('active', 'standby')),
      config_sum TEXT NOT NULL,
      reach TEXT NOT NULL DEFAULT 'unknown' CHECK (reach IN ('reachable', 'unreachable', 'unknown')),
      checked_ns INTEGER,
      free_bytes INTEGER,
      total_bytes INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX one_active_replica ON replicas (repository_id) WHERE role = 'active';
    CREATE TABLE saved_snapshots (
      repository_id TEXT NOT NULL,
      snapshot_id TEXT NOT NULL,
      source_id TEXT NOT NULL,
      saved_ns INTEGER NOT NULL,
      size_bytes INTEGER NOT NULL,
      PRIMARY KEY (repository_id, snapshot_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX snapshots_by_source ON saved_snapshots (source_id, repository_id, saved_ns, size_bytes);
  `,
};
