import { z } from "zod";
import { MomentReport } from "./moment.ts";
import {
  Bytes,
  Count,
  JobIdText,
  PlanIdText,
  RepositoryIdText,
  RunIdText,
  SourceIdText,
  TimeMs,
} from "./primitives.ts";
import { WireErrorShape } from "./wire-error.ts";

export const JOB_KINDS = [
  "backup",
  "restore",
  "check",
  "forget",
  "prune",
  "repair",
  "replicate",
  "heal",
  "drill",
] as const;

/** What a job is doing, in numbers. A total is null until it is known. */
export const ProgressView = z.strictObject({
  phase: z.string(),
  filesDone: Count,
  filesTotal: Count.nullable(),
  bytesDone: Bytes,
  bytesTotal: Bytes.nullable(),
  /** Over the last seconds; null until it can be told. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  remainingMs: z.number().nonnegative().nullable(),
  /** What is being worked on, as text. */
  currentPath: z.string().nullable(),
  /** Written to the repository so far. */
  bytesStored: Bytes.nullable(),
  problemCount: Count,
});
export type ProgressView = z.infer<typeof ProgressView>;

/** One thing that did not work and did not stop the job. `reason` is one of the engine's words, `systemCode` like `EACCES`. */
export const JobProblem = z.strictObject({
  path: z.string(),
  reason: z.string(),
  systemCode: z.string().nullable(),
  /** What a program said, where it was one that failed. */
  error: WireErrorShape.optional(),
});
export type JobProblem = z.infer<typeof JobProblem>;

/** An entry that a restore put beside what stood in its place. `path` is its own in the snapshot, `restoredAs` where it is now. */
export const RenamedEntry = z.strictObject({ path: z.string(), restoredAs: z.string() });
export type RenamedEntry = z.infer<typeof RenamedEntry>;

export const JobView = z.strictObject({
  id: JobIdText,
  kind: z.enum(JOB_KINDS),
  state: z.enum(["queued", "running", "done", "done-with-problems", "failed", "cancelled", "interrupted"]),
  /** It runs, and rests until somebody lets it go on. */
  isPaused: z.boolean(),
  repositoryId: RepositoryIdText.nullable(),
  planId: PlanIdText.nullable(),
  sourceId: SourceIdText.nullable(),
  runId: RunIdText.nullable(),
  attempt: z.int().positive(),
  createdMs: TimeMs,
  startedMs: TimeMs.nullable(),
  endedMs: TimeMs.nullable(),
  progress: ProgressView.nullable(),
  /** Numbers of the result by name, as the kind of job has them. Null until it is done. */
  counts: z.record(z.string(), z.number()).nullable(),
  problemCount: Count,
  /** The first of them; the log has the rest. */
  problems: z.array(JobProblem),
  /** The first of them; `counts.entriesRenamed` is how many there are. Of other kinds of jobs there are none. */
  renamed: z.array(RenamedEntry),
  /** What became of a database that was made of a dump. `replacedAs`: what the one before is called now. */
  database: z
    .object({ name: z.string(), replacedAs: z.string().nullable(), keptOwners: z.boolean() })
    .optional(),
  error: WireErrorShape.nullable(),
  /** Of a backup that was to be read as of one moment. */
  moment: MomentReport.optional(),
});
export type JobView = z.infer<typeof JobView>;

export const JobLogLine = z.strictObject({
  /** Rises within a job. */
  number: z.int(),
  timeMs: TimeMs,
  level: z.enum(["info", "warning", "error"]),
  text: z.string(),
  facts: z.record(z.string(), z.json()).nullable(),
});
export type JobLogLine = z.infer<typeof JobLogLine>;
