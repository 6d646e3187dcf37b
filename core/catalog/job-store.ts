import type Database from "better-sqlite3";
import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import type { JobId, RepositoryId, RunId, SourceId } from "../../shared/ids.ts";
import {
  JOB_PRIORITIES,
  JOB_STATES,
  type JobEnd,
  type JobOrigin,
  JobProgress,
  type JobRecord,
  type JobResult,
  type JobState,
} from "../jobs/job.ts";
import { json } from "./columns.ts";

/** The table of jobs. Every method is one transaction. */
export type JobStore = {
  insert(job: JobRecord): void;
  /** @param alongside writes something else in the same transaction */
  insertAll(jobs: readonly JobRecord[], alongside: () => void): void;
  get(id: JobId): JobRecord | undefined;
  /** The newest first. */
  list(limit: number): readonly JobRecord[];
  /** Waiting and running ones first, then the newest. */
  page(filter: JobFilter, limit: number): readonly JobRecord[];
  /** Every attempt at the jobs of a run, the oldest first. */
  ofRun(id: RunId): readonly JobRecord[];
  /** The same, only their ids. */
  idsOfRun(id: RunId): readonly JobId[];
  /** Those of one repository that are in one of these states, the oldest first. @param endedSinceNs only those that ended since */
  ofRepository(id: RepositoryId, states: readonly JobState[], endedSinceNs?: bigint): readonly JobRecord[];
  /** What the last backups of a source into a repository found changed, as they wrote it. */
  changesOfSource(repositoryId: RepositoryId, sourceId: SourceId, limit: number): readonly unknown[];
  /** How the newest backup of a source ended that came to an end by itself. */
  lastEndOfSource(id: SourceId): JobState | undefined;
  /** Whether a job restarts this one. */
  isRestarted(id: JobId): boolean;
  /** Jobs in one state: the most urgent first, and of those the oldest. */
  inState(state: JobState): readonly JobRecord[];
  /** Has a job that waits go before others. */
  makeUrgent(id: JobId): void;
  markRunning(id: JobId, startedNs: bigint): void;
  saveProgress(id: JobId, progress: JobProgress): void;
  markEnded(id: JobId, end: JobEnd, endedNs: bigint): void;
  /** Marks a job as interrupted and, in the same step, queues the one that restarts it, if any. */
  markInterrupted(id: JobId, endedNs: bigint, restart: JobRecord | undefined): void;
};

/** What is null does not restrict. */
export type JobFilter = {
  readonly kinds: readonly string[] | null;
  readonly states: readonly string[] | null;
  readonly createdBeforeNs: bigint | null;
};

const isObject = (value: unknown) => typeof value === "object" && value !== null;
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
  // checked when it was written; to check each of its problems again takes longer than to read them
  result: json(z.custom<JobResult>(isObject)).nullable().transform(orNothing),
  error: json(z.custom<WireError>()).nullable().transform(orNothing),
  repository_id: originPart<"repositoryId">(),
  plan_id: originPart<"planId">(),
  source_id: originPart<"sourceId">(),
  run_id: originPart<"runId">(),
});

/** Ids in the catalog are ours: they were checked when they were written. */
function originPart<Part extends keyof JobOrigin>() {
  return z
    .custom<NonNullable<JobOrigin[Part]> | null>((id) => id === null || typeof id === "string")
    .transform(orNothing);
}

export function createJobStore(database: Database.Database): JobStore {
  const prepare = (sql: string) => database.prepare<unknown[]>(sql).safeIntegers(true);
  const insert = prepare(`
    INSERT INTO jobs (id, kind, repository, access, input, priority, restart_when_interrupted, attempt, restart_of,
      state, created_ns, repository_id, plan_id, source_id, run_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const get = prepare("SELECT * FROM jobs WHERE id = ?");
  const list = prepare("SELECT * FROM jobs ORDER BY created_ns DESC, rowid DESC LIMIT ?");
  const page = prepare(`
    SELECT * FROM jobs
    WHERE (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
      AND (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
      AND (@before IS NULL OR created_ns < @before)
    ORDER BY state IN ('queued', 'running') DESC, created_ns DESC, rowid DESC LIMIT @limit`);
  const ofRun = prepare("SELECT * FROM jobs WHERE run_id = ? ORDER BY created_ns, rowid");
  const idsOfRun = database
    .prepare<[RunId], JobId>("SELECT id FROM jobs WHERE run_id = ? ORDER BY created_ns, rowid")
    .pluck();
  const ofRepository = prepare(`
    SELECT * FROM jobs WHERE repository_id = @id AND state IN (SELECT value FROM json_each(@states))
      AND (@since IS NULL OR ended_ns >= @since)
    ORDER BY created_ns, rowid`);
  const lastEndOfSource = database
    .prepare<[SourceId], JobState>(
      `SELECT state FROM jobs
       WHERE source_id = ? AND kind = 'backup' AND state IN ('done', 'done-with-problems', 'failed')
       ORDER BY created_ns DESC, rowid DESC LIMIT 1`,
    )
    .pluck();
  const changesOfSource = database
    .prepare<[SourceId, RepositoryId, number], string>(
      `SELECT json_extract(result, '$.summary.change') AS change FROM jobs
       WHERE source_id = ? AND repository_id = ? AND kind = 'backup' AND state IN ('done', 'done-with-problems')
         AND change IS NOT NULL
       ORDER BY created_ns DESC, rowid DESC LIMIT ?`,
    )
    .pluck();
  const restartOf = prepare("SELECT 1 FROM jobs WHERE restart_of = ? LIMIT 1");
  const inState = prepare("SELECT * FROM jobs WHERE state = ? ORDER BY priority DESC, created_ns, rowid");
  const makeUrgent = prepare("UPDATE jobs SET priority = ? WHERE id = ? AND state = 'queued'");
  const markRunning = prepare("UPDATE jobs SET state = 'running', started_ns = ? WHERE id = ?");
  const saveProgress = prepare("UPDATE jobs SET progress = ? WHERE id = ?");
  const markEnded = prepare("UPDATE jobs SET state = ?, ended_ns = ?, result = ?, error = ? WHERE id = ?");
  const markInterrupted = prepare("UPDATE jobs SET state = 'interrupted', ended_ns = ? WHERE id = ?");

  const insertJob = (job: JobRecord) => {
    insert.run(
      ...[job.id, job.kind, job.repository ?? null, job.access, JSON.stringify(job.input)],
      ...[JOB_PRIORITIES.indexOf(job.priority), job.restartWhenInterrupted ? 1 : 0, job.attempt],
      ...[job.restartOf ?? null, job.state, job.createdNs],
      ...[job.origin.repositoryId ?? null, job.origin.planId ?? null],
      ...[job.origin.sourceId ?? null, job.origin.runId ?? null],
    );
  };
  return {
    insert: insertJob,
    insertAll: database.transaction((jobs: readonly JobRecord[], alongside: () => void) => {
      alongside();
      for (const job of jobs) insertJob(job);
    }).immediate,
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : readRow(row);
    },
    list: (limit) => list.all(limit).map(readRow),
    page: ({ kinds, states, createdBeforeNs }, limit) =>
      page
        .all({
          kinds: kinds === null ? null : JSON.stringify(kinds),
          states: states === null ? null : JSON.stringify(states),
          before: createdBeforeNs,
          limit,
        })
        .map(readRow),
    ofRun: (id) => ofRun.all(id).map(readRow),
    idsOfRun: (id) => idsOfRun.all(id),
    ofRepository: (id, states, endedSinceNs) =>
      ofRepository.all({ id, states: JSON.stringify(states), since: endedSinceNs ?? null }).map(readRow),
    changesOfSource: (repositoryId, sourceId, limit) =>
      changesOfSource.all(sourceId, repositoryId, limit).map((text): unknown => JSON.parse(text)),
    lastEndOfSource: (id) => lastEndOfSource.get(id),
    isRestarted: (id) => restartOf.get(id) !== undefined,
    inState: (state) => inState.all(state).map(readRow),
    makeUrgent: (id) => void makeUrgent.run(JOB_PRIORITIES.indexOf("urgent"), id),
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
  const { restart_when_interrupted, restart_of, created_ns, started_ns, ended_ns, ...others } =
    Row.parse(row);
  const { repository_id, plan_id, source_id, run_id, ...rest } = others;
  return {
    ...rest,
    origin: { repositoryId: repository_id, planId: plan_id, sourceId: source_id, runId: run_id },
    restartWhenInterrupted: restart_when_interrupted,
    restartOf: restart_of,
    createdNs: created_ns,
    startedNs: started_ns,
    endedNs: ended_ns,
  };
}
