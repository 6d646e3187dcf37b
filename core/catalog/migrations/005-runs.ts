import type { Migration } from "./migration.ts";

/**
 * Runs of plans, what each job belongs to, and what jobs said. Times are nanoseconds since 1970. Runs outlive their plan, and jobs
 * their source and repository, so nothing here refers to those tables. The numbers of a run are the sums over its jobs.
 */
export const createRuns: Migration = {
  version: 5,
  sql: `
    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      plan_id TEXT NOT NULL,
      trigger TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN
        ('queued', 'running', 'done', 'done-with-problems', 'failed', 'cancelled', 'interrupted', 'missed')),
      due_ns INTEGER NOT NULL,
      started_ns INTEGER,
      ended_ns INTEGER,
      files_new INTEGER NOT NULL DEFAULT 0,
      files_changed INTEGER NOT NULL DEFAULT 0,
      files_unmodified INTEGER NOT NULL DEFAULT 0,
      bytes_processed INTEGER NOT NULL DEFAULT 0,
      bytes_added INTEGER NOT NULL DEFAULT 0,
      problem_count INTEGER NOT NULL DEFAULT 0,
      error TEXT CHECK (json_valid(error))
    ) STRICT;
    CREATE INDEX runs_by_plan ON runs (plan_id, due_ns);
    CREATE INDEX runs_by_time ON runs (due_ns);
    CREATE INDEX runs_by_end ON runs (ended_ns);
    CREATE INDEX unfinished_runs ON runs (state) WHERE state IN ('queued', 'running');

    ALTER TABLE jobs ADD COLUMN repository_id TEXT;
    ALTER TABLE jobs ADD COLUMN plan_id TEXT;
    ALTER TABLE jobs ADD COLUMN source_id TEXT;
    ALTER TABLE jobs ADD COLUMN run_id TEXT;
    CREATE INDEX jobs_by_run ON jobs (run_id) WHERE run_id IS NOT NULL;
    CREATE INDEX jobs_by_source ON jobs (source_id, created_ns) WHERE source_id IS NOT NULL;
    CREATE INDEX jobs_by_time ON jobs (created_ns);
    CREATE INDEX jobs_by_restart ON jobs (restart_of) WHERE restart_of IS NOT NULL;

    CREATE TABLE job_log (
      job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      number INTEGER NOT NULL,
      time_ns INTEGER NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
      text TEXT NOT NULL,
      facts TEXT CHECK (json_valid(facts)),
      PRIMARY KEY (job_id, number)
    ) STRICT, WITHOUT ROWID;
  `,
};
