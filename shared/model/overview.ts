import { z } from "zod";
import { SEVERITIES } from "./alert.ts";
import { JobView } from "./job.ts";
import { OverviewHealth } from "./overview-health.ts";
import { Run } from "./plan.ts";
import { Bytes, Count, PlanIdText, ReplicaIdText, TimeMs } from "./primitives.ts";
import { RepositoryView } from "./repository.ts";
import { Source } from "./source.ts";

/**
 * `protected`: the newest good backup is younger than its deadline. `overdue`: older. `never`: none yet, and the deadline is
 * over or the first run failed. `damaged`: every backup there is lies in a repository in which a check found damage. `waiting`: none
 * yet, and the first run is still to come. `unplanned`: no plan that is not paused takes care of it. `unknown`: its repository cannot
 * be asked.
 */
export const PROTECTION = [
  "protected",
  "overdue",
  "never",
  "damaged",
  "waiting",
  "unplanned",
  "unknown",
] as const;

export const SourceStatus = z.strictObject({
  source: Source,
  planIds: z.array(PlanIdText),
  protection: z.enum(PROTECTION),
  /** End of the newest run of this source that was done, with or without problems, into a repository without known damage. */
  newestGoodMs: TimeMs.nullable(),
  /** When the newest good backup is, or will be, too old. */
  deadlineMs: TimeMs.nullable(),
  /** The schedule's longest gap, in minutes. */
  dueEveryMinutes: z.int().positive().nullable(),
  /** One for each replica of its repositories. `newestMs` is null where no good backup is: known damage leaves none good. */
  copies: z.array(
    z.strictObject({
      replicaId: ReplicaIdText,
      newestMs: TimeMs.nullable(),
      isNewest: z.boolean(),
      /** Whether the place answered when it was last asked: of one that does not, nobody knows whether the copy is still there. */
      answers: z.boolean(),
    }),
  ),
  sizeBytes: Bytes.nullable(),
  lastRunHadProblems: z.boolean(),
  /** Its newest run that came to an end failed. */
  lastRunFailed: z.boolean(),
});
export type SourceStatus = z.infer<typeof SourceStatus>;

export const Overview = z.strictObject({
  /** When it was put together. */
  nowMs: TimeMs,
  sources: z.array(SourceStatus),
  repositories: z.array(RepositoryView),
  /** Those that run or wait. */
  jobs: z.array(JobView),
  /** Runs of today, by the machine's calendar, that were or are; and times of those to come. */
  today: z.strictObject({
    startMs: TimeMs,
    endMs: TimeMs,
    runs: z.array(Run),
    planned: z.array(z.strictObject({ planId: PlanIdText, atMs: TimeMs })),
  }),
  nextRun: z.strictObject({ planId: PlanIdText, atMs: TimeMs }).nullable(),
  /** Bytes added to repositories per day, the oldest first, at most 365 days. */
  addedPerDay: z.array(z.strictObject({ dayMs: TimeMs, bytesAdded: Bytes })),
  openAlerts: Count,
  /** The worst of those: nothing that sums up may sound better. Null when none is open. */
  worstAlert: z.enum(SEVERITIES).nullable(),
  /** Disks and arrays. */
  health: OverviewHealth,
  /** The last things that went wrong and are over, the newest first, at most 5. */
  incidents: z.array(
    z.strictObject({ atMs: TimeMs, endedMs: TimeMs, alertCode: z.string(), about: z.string() }),
  ),
});
export type Overview = z.infer<typeof Overview>;
