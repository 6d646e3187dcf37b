/** Reading all data of each replica back, a part a day, so that damage is found while there is still another copy. */
import { z } from "zod";
import { JobIdText, ReplicaIdText, RepositoryIdText, TimeMs } from "./primitives.ts";

/** Why a part that is due is not read yet. */
export const READING_BACK_WAITS = [
  /** A disk or array under it fails, and must not be strained. */
  "disk-failing",
  "out-of-reach",
  "on-battery",
  /** A job is under way, or a plan is about to run. */
  "backup-time",
] as const;
export type ReadingBackWait = (typeof READING_BACK_WAITS)[number];

/** In how many days everything is read once; 0: never by itself. There are no more parts than 256. */
export const ReadBackDays = z.int().min(0).max(256);
export const USUAL_READ_BACK_DAYS = 60;

export const ReadingBack = z.strictObject({
  repositoryId: RepositoryIdText,
  replicaId: ReplicaIdText,
  /** Of the repository, and of the replica where there are several. */
  name: z.string(),
  /** Null when nothing is read by itself. */
  days: ReadBackDays.nullable(),
  /** Of the round that is under way. */
  readPercent: z.number().min(0).max(100),
  /** When all had been read the last time; null when it never was by itself. */
  allReadMs: TimeMs.nullable(),
  /** By when all is to be read. */
  dueMs: TimeMs.nullable(),
  /** When the next part is due; null while one is read, or when none is. */
  nextMs: TimeMs.nullable(),
  /** The part that is read now. */
  jobId: JobIdText.nullable(),
  waits: z.enum(READING_BACK_WAITS).nullable(),
});
export type ReadingBack = z.infer<typeof ReadingBack>;
