import type { Migration } from "./migration.ts";

/**
 * What is done about the health of disks: how file systems lie upon disks (one row a host), tests that disks ran of themselves, when
 * they shall (one row a host), and what Backstay did by itself. Tests go with their disk, acts outlive what they are about. Times are
 * nanoseconds since 1970.
 */
export const createActingOnHealth: Migration = {
  version: 11,
  sql: `
    CREATE TABLE host_layouts (
      host_id TEXT PRIMARY KEY REFERENCES watched_hosts (id) ON DELETE CASCADE,
      layout TEXT NOT NULL CHECK (json_valid(layout))
    ) STRICT;
    CREATE TABLE self_test_schedules (
      host_id TEXT PRIMARY KEY REFERENCES watched_hosts (id) ON DELETE CASCADE,
      schedule TEXT NOT NULL CHECK (json_valid(schedule))
    ) STRICT;
    CREATE TABLE self_tests (
      id TEXT PRIMARY KEY,
      subject_id TEXT NOT NULL REFERENCES health_subjects (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('short', 'long')),
      cause TEXT NOT NULL CHECK (cause IN ('schedule', 'person')),
      state TEXT NOT NULL CHECK (state IN ('running', 'passed', 'failed', 'aborted', 'unknown', 'refused')),
      started_ns INTEGER NOT NULL,
      ended_ns INTEGER,
      remaining_percent INTEGER,
      first_error_at TEXT,
      refusal TEXT,
      message TEXT,
      log_before TEXT NOT NULL
    ) STRICT;
    CREATE INDEX self_tests_by_subject ON self_tests (subject_id, started_ns);
    CREATE INDEX self_tests_running ON self_tests (state) WHERE state = 'running';
    CREATE TABLE automatic_acts (
      number INTEGER PRIMARY KEY,
      at_ns INTEGER NOT NULL,
      kind TEXT NOT NULL,
      plan_id TEXT,
      repository_id TEXT,
      cause_id TEXT NOT NULL,
      act TEXT NOT NULL CHECK (json_valid(act))
    ) STRICT;
    CREATE INDEX automatic_acts_by_time ON automatic_acts (at_ns);
    CREATE INDEX automatic_acts_by_plan ON automatic_acts (plan_id, at_ns) WHERE plan_id IS NOT NULL;
  `,
};
