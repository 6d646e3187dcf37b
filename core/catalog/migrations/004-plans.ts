import type { Migration } from "./migration.ts";

/**
 * What is protected, and how. Times are nanoseconds since 1970. `details` is what a person filled in, except for the columns
 * beside it. A source that joined a plan is expected to be backed up from `since_ns` on.
 */
export const createPlans: Migration = {
  version: 4,
  sql: `
    CREATE TABLE sources (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      details TEXT NOT NULL CHECK (json_valid(details)),
      created_ns INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE plans (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      repository_id TEXT NOT NULL REFERENCES repositories (id),
      details TEXT NOT NULL CHECK (json_valid(details)),
      is_paused INTEGER NOT NULL CHECK (is_paused IN (0, 1)),
      created_ns INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE plan_sources (
      plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      source_id TEXT NOT NULL REFERENCES sources (id),
      since_ns INTEGER NOT NULL,
      PRIMARY KEY (plan_id, position),
      UNIQUE (plan_id, source_id)
    ) STRICT, WITHOUT ROWID;
  `,
};
