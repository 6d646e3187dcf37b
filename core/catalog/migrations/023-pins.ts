import type { Migration } from "./migration.ts";

/**
 * Snapshots that are kept whatever rules say, and files that changed without a new date. Neither goes with its repository: who detaches
 * one and opens it again still wants them.
 */
export const createPins: Migration = {
  version: 23,
  sql: `
CREATE TABLE pins (
  repository_id TEXT NOT NULL,
  snapshot_id TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('person', 'rot')),
  -- null where no source of ours made it
  source_id TEXT,
  snapshot_ns INTEGER NOT NULL,
  pinned_ns INTEGER NOT NULL,
  PRIMARY KEY (repository_id, snapshot_id, reason)
) STRICT;

CREATE TABLE rotten_files (
  repository_id TEXT NOT NULL,
  source_id TEXT NOT NULL,
  path TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('silent', 'undated')),
  -- by what the good content is known again, and the snapshot that has it
  good TEXT NOT NULL,
  snapshot_id TEXT NOT NULL,
  -- 1: a person said that some program writes it so
  is_meant INTEGER NOT NULL CHECK (is_meant IN (0, 1)),
  found_ns INTEGER NOT NULL,
  PRIMARY KEY (repository_id, source_id, path)
) STRICT;
`,
};
