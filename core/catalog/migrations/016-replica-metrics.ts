import type { Migration } from "./migration.ts";

/**
 * What was noted of replicas and sources, by the hour: heartbeats, how far a standby was behind at worst, and how old the newest
 * good backup of a source was. `replica_missing`: backups of this catalog that a replica lacks, as far as what it lacks is known at
 * all. Times are nanoseconds since 1970.
 */
export const createReplicaMetrics: Migration = {
  version: 16,
  sql: `
    CREATE TABLE replica_hours (
      replica_id TEXT NOT NULL REFERENCES replicas (id) ON DELETE CASCADE,
      hour_ns INTEGER NOT NULL,
      beats INTEGER NOT NULL,
      good_beats INTEGER NOT NULL,
      behind_ms INTEGER,
      missing_snapshots INTEGER,
      PRIMARY KEY (replica_id, hour_ns)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE source_hours (
      repository_id TEXT NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
      source_id TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
      hour_ns INTEGER NOT NULL,
      age_ms INTEGER NOT NULL,
      PRIMARY KEY (repository_id, source_id, hour_ns)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE replica_missing (
      replica_id TEXT NOT NULL REFERENCES replicas (id) ON DELETE CASCADE,
      snapshot_id TEXT NOT NULL,
      PRIMARY KEY (replica_id, snapshot_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
