import type Database from "better-sqlite3";
import { nsOf } from "./columns.ts";

/** Lets go of finished jobs and their logs. */
export type HistoryStore = {
  /**
   * Removes jobs that ended before; those that restarted one another stay together, and the newest backup of a source stays, by which
   * its state is known.
   * @returns how many
   */
  removeJobsEndedBefore(beforeMs: number): number;
  /**
   * The same, only for backups that went well and were started by a change of files: a plan can have hundreds a day. Their runs stay,
   * with their numbers.
   */
  removeChangesEndedBefore(beforeMs: number): number;
};

export function createHistoryStore(database: Database.Database): HistoryStore {
  const removeJobs = (condition: string) =>
    database.prepare(`
      DELETE FROM jobs WHERE ended_ns < ? AND state NOT IN ('queued', 'running') AND ${condition}
        AND rowid NOT IN (SELECT max(rowid) FROM jobs WHERE source_id IS NOT NULL GROUP BY source_id)
        AND id NOT IN (SELECT restart_of FROM jobs WHERE restart_of IS NOT NULL)`);
  const remove = removeJobs("TRUE");
  const removeChanges = removeJobs(
    "state = 'done' AND run_id IN (SELECT id FROM runs WHERE trigger = 'change')",
  );
  return {
    removeJobsEndedBefore: (beforeMs) => remove.run(nsOf(beforeMs)).changes,
    removeChangesEndedBefore: (beforeMs) => removeChanges.run(nsOf(beforeMs)).changes,
  };
}
