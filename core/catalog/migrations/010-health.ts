import type { Migration } from "./migration.ts";

/**
 * Watched hosts, what is on them, and how its values changed. A host's secrets are in the key store, under its id. A disk is known
 * again by serial number or world wide name on whichever host it turns up; everything else by host and name (`identity`).
 * A run is a time during which a value stayed the same (`resolution` 0), or of which only mean, lowest and highest are kept (1: an
 * hour, 2: a day). Times of runs are seconds since 1970, all others nanoseconds.
 */
export const createHealth: Migration = {
  version: 10,
  sql: `
    CREATE TABLE watched_hosts (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      setup TEXT NOT NULL CHECK (json_valid(setup)),
      kept TEXT NOT NULL CHECK (json_valid(kept)),
      host_key TEXT,
      asked_ns INTEGER,
      answered_ns INTEGER,
      silent_since_ns INTEGER,
      error TEXT CHECK (json_valid(error)),
      facts TEXT CHECK (json_valid(facts)),
      gaps TEXT NOT NULL CHECK (json_valid(gaps))
    ) STRICT;
    CREATE TABLE health_subjects (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      host_id TEXT NOT NULL REFERENCES watched_hosts (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('disk', 'array', 'controller', 'volume')),
      identity TEXT NOT NULL,
      wwn TEXT,
      name TEXT NOT NULL,
      reading TEXT NOT NULL CHECK (json_valid(reading)),
      verdict TEXT NOT NULL,
      findings TEXT NOT NULL CHECK (json_valid(findings)),
      since_ns INTEGER NOT NULL,
      read_ns INTEGER,
      seen_ns INTEGER NOT NULL,
      vanished_ns INTEGER,
      sources TEXT NOT NULL CHECK (json_valid(sources)),
      acknowledged_ns INTEGER,
      acknowledged TEXT CHECK (json_valid(acknowledged)),
      memory TEXT NOT NULL CHECK (json_valid(memory)),
      UNIQUE (kind, identity)
    ) STRICT;
    CREATE INDEX health_subjects_by_host ON health_subjects (host_id);
    CREATE INDEX health_subjects_by_wwn ON health_subjects (wwn) WHERE wwn IS NOT NULL;
    CREATE TABLE health_runs (
      subject INTEGER NOT NULL REFERENCES health_subjects (number) ON DELETE CASCADE,
      metric INTEGER NOT NULL,
      resolution INTEGER NOT NULL,
      from_s INTEGER NOT NULL,
      to_s INTEGER NOT NULL,
      value REAL NOT NULL,
      low REAL,
      high REAL,
      PRIMARY KEY (subject, metric, resolution, from_s)
    ) STRICT, WITHOUT ROWID;
  `,
};
