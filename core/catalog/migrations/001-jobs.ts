import type { Migration } from "./migration.ts";

/** The queue of jobs and their history. Times are nanoseconds since 1970; `priority` is higher for what runs first. */
export const createJobs: Migration = {
  version: 1,
  sql: `
    CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      repository TEXT,
      access TEXT NOT NULL CHECK (access IN ('shared', 'exclusive')),
      input TEXT NOT NULL CHECK (json_valid(input)),
      priority INTEGER NOT NULL,
      restart_when_interrupted INTEGER NOT NULL CHECK (restart_when_interrupted IN (0, 1)),
      attempt INTEGER NOT NULL,
      restart_of TEXT REFERENCES jobs (id) ON DELETE SET NULL,
      state TEXT NOT NULL CHECK (state IN
        ('queued', 'running', 'done', 'done-with-problems', 'failed', 'cancelled', 'interrupted')),
      created_ns INTEGER NOT NULL,
      started_ns INTEGER,
      ended_ns INTEGER,
      progress TEXT CHECK (json_valid(progress)),
      result TEXT CHECK (json_valid(result)),
      error TEXT CHECK (json_valid(error))
    ) STRICT;
    CREATE INDEX jobs_by_state ON jobs (state, priority DESC, created_ns);
  `,
};
