import type { Migration } from "./migration.ts";

/**
 * Rehearsed failures, and how each repository is rehearsed. Drills outlive their repository, as evidence. `since_ns`: from when the
 * next drill counts where there was none yet. Times are nanoseconds since 1970.
 */
export const createDrills: Migration = {
  version: 17,
  sql: `
    CREATE TABLE drills (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      repository_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('restore', 'failover')),
      state TEXT NOT NULL,
      started_ns INTEGER NOT NULL,
      drill TEXT NOT NULL CHECK (json_valid(drill))
    ) STRICT;
    CREATE INDEX drills_by_repository ON drills (repository_id, kind, number);
    CREATE INDEX running_drills ON drills (state) WHERE state = 'running';
    CREATE INDEX drills_by_time ON drills (started_ns);
    CREATE TABLE drill_settings (
      repository_id TEXT PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
      since_ns INTEGER NOT NULL,
      settings TEXT CHECK (json_valid(settings))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE vital_paths (
      source_id TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
      path TEXT NOT NULL,
      added_ns INTEGER NOT NULL,
      PRIMARY KEY (source_id, path)
    ) STRICT, WITHOUT ROWID;
  `,
};
