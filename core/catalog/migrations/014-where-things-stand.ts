import type { Migration } from "./migration.ts";

/**
 * Where machines and places of copies stand, as a person said it: what nobody has said has no row. And how far each repository is in
 * having all its data read: a round has so many parts, by the first byte of the names of packs. Times are nanoseconds since 1970.
 */
export const createWhereThingsStand: Migration = {
  version: 14,
  sql: `
    CREATE TABLE standings (
      kind TEXT NOT NULL CHECK (kind IN ('host', 'replica')),
      id TEXT NOT NULL,
      standing TEXT NOT NULL CHECK (standing IN ('office', 'elsewhere')),
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reading_rounds (
      repository_id TEXT PRIMARY KEY REFERENCES repositories (id) ON DELETE CASCADE,
      parts INTEGER NOT NULL CHECK (parts BETWEEN 1 AND 256),
      parts_read INTEGER NOT NULL,
      began_ns INTEGER NOT NULL,
      asked_ns INTEGER,
      all_read_ns INTEGER
    ) STRICT;
    CREATE TRIGGER standings_of_hosts AFTER DELETE ON watched_hosts BEGIN
      DELETE FROM standings WHERE kind = 'host' AND id = OLD.id;
    END;
    CREATE TRIGGER standings_of_replicas AFTER DELETE ON replicas BEGIN
      DELETE FROM standings WHERE kind = 'replica' AND id = OLD.id;
    END;
  `,
};
