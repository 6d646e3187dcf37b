import type Database from "better-sqlite3";
import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import type { JobId } from "../../shared/ids.ts";
import {
  JOB_PRIORITIES,
  JOB_STATES,
  type JobEnd,
  JobProgress,
  type JobRecord,
  JobResult,
  type JobState,
} from "../jobs/job.ts";

/** The table of jobs. Every method is one transaction. */
export type JobStore = {
  insert(job: JobRecord): void;
  get(id: JobId): JobRecord | undefined;
  /** The newest first. */
  list(limit: number): readonly JobRecord[];
  /** Jobs in one state: the most urgent first, and of those the oldest. */
  inState(state: JobState): readonly JobRecord[];
  markRunning(id: JobId, startedNs: bigint): void;
  saveProgress(id: JobId, progress: JobProgress): void;
  markEnded(id: JobId, end: JobEnd, endedNs: bigint): void;
  /** Marks a job as interrupted and, in the same step, queues the one that restarts it, if any. */
  markInterrupted(id: JobId, endedNs: bigint, restart: JobRecord | undefined): void;
};

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

const orNothing = <T>(value: T | null): T | undefined => value ?? undefined;

const Row = z.object({
  id: z.custom<JobId>((id) => typeof id === "string"),
  kind: z.string(),
  repository: z.string().nullable().transform(orNothing),
  access: z.enum(["shared", "exclusive"]),
  input: json(z.unknown()),
  priority: z.bigint().transform((level) => JOB_PRIORITIES[Number(level)] ?? "normal"),
  restart_when_interrupted: z.bigint().transform((flag) => flag !== 0n),
  attempt: z.bigint().transform(Number),
  restart_of: z.custom<JobId | null>((id) => id === null || typeof id === "string").transform(orNothing),
  state: z.enum(JOB_STATES),
  created_ns: z.bigint(),
  started_ns: z.bigint().nullable().transform(orNothing),
  ended_ns: z.bigint().nullable().transform(orNothing),
  progress: json(JobProgress).nullable().transform(orNothing),
  result: json(JobResult).nullable().transform(orNothing),
  error: json(z.custom<WireError>()).nullable().transform(orNothing),
});

export function createJobStore(database: Database.Database): JobStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const insert = prepare(`
    INSERT INTO jobs (id, kind, repository, access, input, priority, restart_when_interrupted, attempt, restart_of,
      state, created_ns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const get = prepare("SELECT * FROM jobs WHERE id = ?");
  const list = prepare("SELECT * FROM jobs ORDER BY created_ns DESC, rowid DESC LIMIT ?");
  const inState = prepare("SELECT * FROM jobs WHERE state = ? ORDER BY priority DESC, created_ns, rowid");
  const markRunning = prepare("UPDATE jobs SET state = 'running', started_ns = ? WHERE id = ?");
  const saveProgress = prepare("UPDATE jobs SET progress = ? WHERE id = ?");
  const markEnded = prepare("UPDATE jobs SET state = ?, ended_ns = ?, result = ?, error = ? WHERE id = ?");
  const markInterrupted = prepare("UPDATE jobs SET state = 'interrupted', ended_ns = ? WHERE id = ?");

  const insertJob = (job: JobRecord) => {
    insert.run(
      ...[job.id, job.kind, job.repository ?? null, job.access, JSON.stringify(job.input)],
      ...[JOB_PRIORITIES.indexOf(job.priority), job.restartWhenInterrupted ? 1 : 0, job.attempt],
      ...[job.restartOf ?? null, job.state, job.createdNs],
    );
  };
  return {
    insert: insertJob,
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : readRow(row);
    },
    list: (limit) => list.all(limit).map(readRow),
    inState: (state) => inState.all(state).map(readRow),
    markRunning: (id, startedNs) => void markRunning.run(startedNs, id),
    saveProgress: (id, progress) => void saveProgress.run(JSON.stringify(progress), id),
    markEnded(id, end, endedNs) {
      const result = "result" in end ? JSON.stringify(end.result) : null;
      const error = "error" in end ? JSON.stringify(end.error) : null;
      markEnded.run(end.state, endedNs, result, error, id);
    },
    markInterrupted: database.transaction((id: JobId, endedNs: bigint, restart: JobRecord | undefined) => {
      markInterrupted.run(endedNs, id);
      if (restart !== undefined) insertJob(restart);
    }).immediate,
  };
}

function readRow(row: unknown): JobRecord {
  const { restart_when_interrupted, restart_of, created_ns, started_ns, ended_ns, ...rest } = Row.parse(row);
  return {
    ...rest,
    restartWhenInterrupted: restart_when_interrupted,
    restartOf: restart_of,
    createdNs: created_ns,
    startedNs: started_ns,
    endedNs: ended_ns,
  };
}
