import type Database from "better-sqlite3";
import { z } from "zod";
import type { JobId } from "../../shared/ids.ts";
import type { JobLogLine } from "../../shared/model/job.ts";
import { count, json, nsOf, timeMs } from "./columns.ts";

export type NewLogLine = Omit<JobLogLine, "number"> & { readonly jobId: JobId };

/** What jobs said, line by line. */
export type JobLogStore = {
  /** Appends lines, in one transaction; their numbers follow those the job has. Lines of a job that is not there are dropped. */
  append(lines: readonly NewLogLine[]): void;
  /** The oldest first. */
  page(jobId: JobId, afterNumber: number, limit: number): readonly JobLogLine[];
  count(jobId: JobId): number;
};

const Row = z
  .object({
    number: count,
    time_ns: timeMs,
    level: z.enum(["info", "warning", "error"]),
    text: z.string(),
    facts: json(z.record(z.string(), z.json())).nullable(),
  })
  .transform(({ time_ns, ...rest }): JobLogLine => ({ ...rest, timeMs: time_ns }));

export function createJobLogStore(database: Database.Database): JobLogStore {
  const append = database.prepare(`
    INSERT INTO job_log (job_id, number, time_ns, level, text, facts)
    SELECT id, coalesce((SELECT max(number) FROM job_log WHERE job_id = jobs.id), 0) + 1, ?, ?, ?, ?
    FROM jobs WHERE id = ?`);
  const page = database
    .prepare<unknown[]>(
      `SELECT number, time_ns, level, text, facts FROM job_log
       WHERE job_id = ? AND number > ? ORDER BY number LIMIT ?`,
    )
    .safeIntegers(true);
  const countOf = database
    .prepare<[JobId], number>("SELECT coalesce(max(number), 0) FROM job_log WHERE job_id = ?")
    .pluck();
  return {
    append: database.transaction((lines: readonly NewLogLine[]) => {
      for (const { jobId, timeMs: ms, level, text, facts } of lines)
        append.run(nsOf(ms), level, text, facts === null ? null : JSON.stringify(facts), jobId);
    }).immediate,
    page: (jobId, afterNumber, limit) => page.all(jobId, afterNumber, limit).map((row) => Row.parse(row)),
    count: (jobId) => countOf.get(jobId) ?? 0,
  };
}
