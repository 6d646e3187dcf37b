import type { Migration } from "./migration.ts";

/**
 * How the replicas of each repository are: the state of its failover, with what is being done about it, and the history of its
 * phases. Times are nanoseconds since 1970.
 */
export const createFailover: Migration = {
  version: 13,
  sql: `
    CREATE TABLE failover_states (
      repository_id TEXT PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
      state TEXT NOT NULL CHECK (json_valid(state))
    ) STRICT;
    CREATE TABLE failover_transitions (
      number INTEGER PRIMARY KEY,
      repository_id TEXT NOT NULL REFERENCES repositories (id) ON DELETE CASCADE,
      at_ns INTEGER NOT NULL,
      transition TEXT NOT NULL CHECK (json_valid(transition))
    ) STRICT;
    CREATE INDEX failover_transitions_by_repository ON failover_transitions (repository_id, number);
    CREATE INDEX failover_transitions_by_time ON failover_transitions (at_ns);
  `,
};
