import type { Migration } from "./migration.ts";

/**
 * Files of replicas that were found to be damaged or missing while other replicas may have them whole; `all` without a name stands for
 * damage that only looking everything through tells. A row stays for a while after it is settled, so that nothing is mended over and
 * over. And how far each replica is in having all its data read, which was kept of repositories before: a round has so many parts, by
 * the first byte of the names of packs. Times are nanoseconds since 1970.
 */
export const createDamagedObjects: Migration = {
  version: 20,
  sql: `
    CREATE TABLE damaged_objects (
      replica_id TEXT NOT NULL REFERENCES replicas (id) ON DELETE CASCADE,
      kind TEXT NOT NULL CHECK (kind IN ('pack', 'snapshot', 'key', 'all')),
      name TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('found', 'healed', 'lost')),
      found_ns INTEGER NOT NULL,
      found_by TEXT NOT NULL,
      attempts INTEGER NOT NULL DEFAULT 0,
      asked_ns INTEGER,
      settled_ns INTEGER,
      PRIMARY KEY (replica_id, kind, name)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE replica_reading_rounds (
      replica_id TEXT PRIMARY KEY REFERENCES replicas (id) ON DELETE CASCADE,
      parts INTEGER NOT NULL CHECK (parts BETWEEN 1 AND 256),
      parts_read INTEGER NOT NULL,
      began_ns INTEGER NOT NULL,
      asked_ns INTEGER,
      all_read_ns INTEGER
    ) STRICT;
    INSERT INTO replica_reading_rounds
    SELECT replicas.id, parts, parts_read, began_ns, asked_ns, all_read_ns FROM reading_rounds
    JOIN replicas ON replicas.repository_id = reading_rounds.repository_id AND role = 'active';
    DROP TABLE reading_rounds;
  `,
};
