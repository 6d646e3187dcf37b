import { z } from "zod";
import type { WireError } from "../../shared/errors.ts";
import type { JobId, PlanId, RepositoryId, RunId, SourceId } from "../../shared/ids.ts";

/** What a job is doing, in numbers. A total is absent until it is known. */
export const JobProgress = z.strictObject({
  phase: z.string(),
  filesDone: z.number().nonnegative(),
  filesTotal: z.number().nonnegative().optional(),
  bytesDone: z.number().nonnegative(),
  bytesTotal: z.number().nonnegative().optional(),
  /** What is being worked on, as text. */
  currentPath: z.string().optional(),
  /** Written to the repository so far. */
  bytesStored: z.number().nonnegative().optional(),
  /** Things that did not work so far. */
  problemCount: z.int().nonnegative().optional(),
});
export type JobProgress = z.infer<typeof JobProgress>;

/** What a job that came to its end has to say. */
export const JobResult = z.strictObject({
  /** Things that did not work but did not stop the job, such as files that could not be read. */
  problemCount: z.int().nonnegative(),
  /** Plain data whose shape depends on the kind of job. */
  summary: z.record(z.string(), z.json()),
});
export type JobResult = z.infer<typeof JobResult>;

/** One line for the log: what happened, and facts about it. Never a secret, never the content of a file. */
export const JobLogEntry = z.strictObject({
  level: z.enum(["info", "warning", "error"]),
  text: z.string(),
  facts: z.record(z.string(), z.json()).optional(),
});
export type JobLogEntry = z.infer<typeof JobLogEntry>;

export const JOB_STATES = [
  "queued",
  "running",
  "done",
  "done-with-problems",
  "failed",
  "cancelled",
  "interrupted",
] as const;
/** `interrupted` is a job that was running when its host ended. */
export type JobState = (typeof JOB_STATES)[number];

/** `shared` jobs on one repository may run beside each other, an `exclusive` one only alone. */
export type RepositoryAccess = "shared" | "exclusive";

/** `urgent` is what a person waits for or a failing disk demands; `background` what can wait, such as checks. */
export const JOB_PRIORITIES = ["background", "normal", "urgent"] as const;
export type JobPriority = (typeof JOB_PRIORITIES)[number];

/** What a job was made for. What is absent does not apply. */
export type JobOrigin = {
  readonly repositoryId?: RepositoryId | undefined;
  readonly planId?: PlanId | undefined;
  readonly sourceId?: SourceId | undefined;
  /** Jobs of one run run one after another. */
  readonly runId?: RunId | undefined;
};

/** A job in the queue or in the history. Times are nanoseconds since 1970. */
export type JobRecord = {
  readonly id: JobId;
  readonly kind: string;
  /** What the exclusion between jobs goes by; nothing for a job that needs no repository. */
  readonly repository: string | undefined;
  readonly access: RepositoryAccess;
  readonly origin: JobOrigin;
  /** Plain data without secrets. */
  readonly input: unknown;
  readonly priority: JobPriority;
  readonly restartWhenInterrupted: boolean;
  /** 1, or higher when this restarts a job that was interrupted. */
  readonly attempt: number;
  /** The interrupted job that this one restarts. */
  readonly restartOf: JobId | undefined;
  readonly state: JobState;
  readonly createdNs: bigint;
  readonly startedNs: bigint | undefined;
  readonly endedNs: bigint | undefined;
  readonly progress: JobProgress | undefined;
  readonly result: JobResult | undefined;
  readonly error: WireError | undefined;
};

/** How a job ended; every way but being interrupted, which nobody was there to see. */
export type JobEnd =
  | { readonly state: "done" | "done-with-problems"; readonly result: JobResult }
  | { readonly state: "failed" | "cancelled"; readonly error: WireError };

/** Whether a job was stopped because of the replica it worked on: unless another job restarts it already, it is to begin anew elsewhere. */
export function wasFenced({ state, error }: Pick<JobRecord, "state" | "error">): boolean {
  return state === "cancelled" && error?.code === "CANCELLED" && error.details.reason === "fenced";
}
