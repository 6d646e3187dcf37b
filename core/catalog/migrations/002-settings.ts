import type { Migration } from "./migration.ts";

/** Settings by name; each value is JSON. */
export const createSettings: Migration = {
  version: 2,
  sql: `
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL CHECK (json_valid(value))
    ) STRICT, WITHOUT ROWID;
  `,
};
