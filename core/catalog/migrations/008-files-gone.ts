import type { Migration } from "./migration.ts";

/** How many files were gone since the snapshot before, over the jobs of a run; null where that is not known. */
export const addFilesGone: Migration = {
  version: 8,
  sql: "ALTER TABLE runs ADD COLUMN files_gone INTEGER;",
};
