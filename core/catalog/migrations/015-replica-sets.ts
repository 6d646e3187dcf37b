import type { Migration } from "./migration.ts";

/**
 * Repositories with more than one replica, by the epoch in which their active one is active; and what is known of each replica of them.
 * A repository that was never given a second one has no rows here. `missing_…`: what a standby lacks, as far as it is known;
 * `behind_ns`: when the oldest backup was made that it lacks. Times are nanoseconds since 1970.
 */
export const createReplicaSets: Migration = {
  version: 15,
  sql: `
    CREATE TABLE replica_sets (
      repository_id TEXT PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
      epoch INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE replica_members (
      replica_id TEXT PRIMARY KEY REFERENCES replicas (id) ON DELETE CASCADE,
      priority INTEGER NOT NULL,
      is_fenced INTEGER NOT NULL DEFAULT 0 CHECK (is_fenced IN (0, 1)),
      missing_snapshots INTEGER,
      missing_bytes INTEGER,
      behind_ns INTEGER,
      measured_ns INTEGER,
      copied_ns INTEGER,
      asked_ns INTEGER,
      copy_error TEXT CHECK (json_valid(copy_error))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX jobs_by_repository ON jobs (repository_id, state) WHERE repository_id IS NOT NULL;
  `,
};
