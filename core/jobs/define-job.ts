import type { z } from "zod";
import type { JobLogEntry, JobProgress, JobResult, RepositoryAccess } from "./job.ts";
import type { PauseGate } from "./pause.ts";

/** Passwords and keys by name, handed to the job when it starts and kept nowhere else. */
export type JobSecrets = Readonly<Record<string, string>>;

/** What a job is given while it runs. */
export type JobContext = {
  /** Aborts with a BackstayError CANCELLED as its reason. The job then stops and throws. */
  readonly signal: AbortSignal;
  readonly secrets: JobSecrets;
  /** Whether the job should wait; what {@link withRepository} opens heeds it. */
  readonly pause: PauseGate;
  /** Report freely: what is forwarded is limited to a few per second, the last always among them. */
  reportProgress(progress: JobProgress): void;
  log(entry: JobLogEntry): void;
};

/** A kind of job, its input's type hidden behind the check of the input. */
export type JobDefinition = {
  readonly kind: string;
  readonly access: RepositoryAccess;
  /** @throws {z.ZodError} when `input` is not what this kind takes */
  readonly checkInput: (input: unknown) => {
    readonly input: unknown;
    readonly repository: string | undefined;
  };
  /** @throws {z.ZodError} when `input` is not what this kind takes */
  readonly run: (input: unknown, context: JobContext) => Promise<JobResult>;
};

/**
 * Defines a kind of job. Host and job process both load the definitions, so `run` imports what is large only when it
 * is called.
 *
 * @param job.kind name in the queue and in the history, never changed once released
 * @param job.input schema of plain data without secrets: it is stored and shown
 * @param job.repositoryOf what jobs exclude each other by; nothing for a job that needs no repository
 */
export function defineJob<Schema extends z.ZodType>(job: {
  readonly kind: string;
  readonly access: RepositoryAccess;
  readonly input: Schema;
  readonly repositoryOf: (input: z.output<Schema>) => string | undefined;
  readonly run: (input: z.output<Schema>, context: JobContext) => Promise<JobResult>;
}): JobDefinition {
  return {
    kind: job.kind,
    access: job.access,
    checkInput: (input) => ({ input, repository: job.repositoryOf(job.input.parse(input)) }),
    run: async (input, context) => job.run(job.input.parse(input), context),
  };
}
