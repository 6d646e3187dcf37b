import type { Migration } from "./migration.ts";

/**
 * How far the schedule of each plan has been dealt with, and which of its times have led to a run, so that a time is neither
 * skipped nor used twice when the host stops or the clock is put back. Times are nanoseconds since 1970.
 */
export const createPlanTiming: Migration = {
  version: 7,
  sql: `
    CREATE TABLE plan_timing (
      plan_id TEXT PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
      schedule TEXT NOT NULL,
      handled_ns INTEGER NOT NULL,
      waiting_ns INTEGER,
      waits_late INTEGER NOT NULL CHECK (waits_late IN (0, 1))
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE plan_starts (
      plan_id TEXT NOT NULL REFERENCES plan_timing (plan_id) ON DELETE CASCADE,
      due_ns INTEGER NOT NULL,
      is_certain INTEGER NOT NULL CHECK (is_certain IN (0, 1)),
      PRIMARY KEY (plan_id, due_ns)
    ) STRICT, WITHOUT ROWID;
  `,
};
