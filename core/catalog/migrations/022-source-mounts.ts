import type { Migration } from "./migration.ts";

/** What was mounted for a source at its last good backup, and has to be again; null where that is not known. */
export const addSourceMounts: Migration = {
  version: 22,
  sql: "ALTER TABLE sources ADD COLUMN mounts TEXT CHECK (mounts IS NULL OR json_valid(mounts));",
};
