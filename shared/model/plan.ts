import { z } from "zod";
import { MAX_PLAN_HOOKS, PlanHook } from "./plan-hooks.ts";
import {
  Bytes,
  Count,
  JobIdText,
  Name,
  PlanIdText,
  RepositoryIdText,
  RunIdText,
  SourceIdText,
  TimeMs,
} from "./primitives.ts";
import { RunWindow, Schedule } from "./schedule.ts";
import { WireErrorShape } from "./wire-error.ts";

/** How many snapshots to keep of each kind; what is absent or null is not asked for. Nothing at all keeps everything. */
export const Retention = z.strictObject({
  last: Count.nullable(),
  hourly: Count.nullable(),
  daily: Count.nullable(),
  weekly: Count.nullable(),
  monthly: Count.nullable(),
  yearly: Count.nullable(),
});
export type Retention = z.infer<typeof Retention>;

/** A hundred years, which is as good as none. */
const MAX_DEADLINE_MINUTES = 52_560_000;

export const PlanDraft = z.strictObject({
  name: Name,
  repositoryId: RepositoryIdText,
  sourceIds: z.array(SourceIdText).min(1).max(100),
  mode: z.enum(["incremental", "differential", "full"]),
  schedule: Schedule,
  /** Without one a missed run is caught up at any time. */
  window: RunWindow.nullable(),
  retention: Retention,
  /**
   * The newest good backup may be this old; beyond, its sources are overdue. Null: until a while after the schedule's next time, see
   * `core/schedule/deadline.ts`.
   */
  deadlineMinutes: z.int().min(1).max(MAX_DEADLINE_MINUTES).nullable(),
  /** What is run on this computer around each backup. Absent: none; in a plan that is saved again, those that it has. */
  hooks: z.array(PlanHook).max(MAX_PLAN_HOOKS).optional(),
});
export type PlanDraft = z.infer<typeof PlanDraft>;

export const Plan = PlanDraft.extend({ id: PlanIdText, isPaused: z.boolean() });
export type Plan = z.infer<typeof Plan>;

/**
 * `restart` goes on with jobs that were interrupted; `retry` follows a run that failed for a reason that may have passed; `failing-disk`
 * saves what lies on a disk that begins to fail; `drill` belongs to a rehearsed failure.
 */
export const RUN_TRIGGERS = [
  "schedule",
  "catch-up",
  "change",
  "person",
  "restart",
  "retry",
  "failing-disk",
  "drill",
] as const;

/** `missed` is a run that was due while nobody was there, and has not been caught up. */
export const RUN_STATES = [
  "queued",
  "running",
  "done",
  "done-with-problems",
  "failed",
  "cancelled",
  "interrupted",
  "missed",
] as const;
export type RunState = (typeof RUN_STATES)[number];
export type RunTrigger = (typeof RUN_TRIGGERS)[number];

/** One run of a plan: the sum over the jobs of its sources. */
export const Run = z.strictObject({
  id: RunIdText,
  planId: PlanIdText,
  trigger: z.enum(RUN_TRIGGERS),
  state: z.enum(RUN_STATES),
  /** When it was due or asked for. */
  dueMs: TimeMs,
  startedMs: TimeMs.nullable(),
  endedMs: TimeMs.nullable(),
  jobIds: z.array(JobIdText),
  filesNew: Count,
  filesChanged: Count,
  filesUnmodified: Count,
  /** Gone since the snapshot before. Null when it could not be told. */
  filesGone: Count.nullable(),
  bytesProcessed: Bytes,
  /** What it added to the repository, compressed. */
  bytesAdded: Bytes,
  problemCount: Count,
  /** The first error, when it failed. */
  error: WireErrorShape.nullable(),
});
export type Run = z.infer<typeof Run>;

/** Why changes are looked for every quarter of an hour instead of being told by the system. */
export const SCAN_REASONS = [
  "unavailable",
  "too-many-folders",
  "network-folder",
  "unreadable",
  "failed",
] as const;

export const PlanView = z.strictObject({
  plan: Plan,
  /** Another one after each change of what a person can edit; given to `plans.save`, it notices that somebody else was faster. */
  revision: z.string().max(100),
  /** Null when nothing is planned here: manual, paused, started by another computer. */
  nextRunMs: TimeMs.nullable(),
  /** The computer whose Backstay starts it now; absent when this one does. */
  startedBy: z.string().optional(),
  /** What holds up a run that is due already; absent when none is. `retry`: the last run failed, and `nextRunMs` tries again. */
  waitsFor: z.enum(["running", "battery", "window", "jitter", "target", "retry"]).optional(),
  /**
   * How changes of files are noticed, in a continuous plan that is not paused. `scanning` is worth a warning: changes are then backed
   * up within a quarter of an hour.
   */
  watch: z.enum(["starting", "watching", "scanning"]).optional(),
  /** There while it is `scanning`: why, and in which of its folders. */
  scan: z.strictObject({ reason: z.enum(SCAN_REASONS), paths: z.array(z.string()) }).optional(),
  /** Names of its sources in which something looked suspicious, and nobody has said that it was meant: nothing old of them is removed. */
  heldSources: z.array(z.string()).min(1).optional(),
  /** The run that is under way or waits. */
  currentRun: Run.nullable(),
  lastRun: Run.nullable(),
  /** The last ones, the oldest first, at most 30. */
  recentRuns: z.array(Run),
  /** Sum of the newest snapshots of its sources; null before the first. */
  sizeBytes: Bytes.nullable(),
  /** Added to the repository in the last 30 days. */
  addedBytes30Days: Bytes,
});
export type PlanView = z.infer<typeof PlanView>;

/** What keeping by these rules would leave. */
export const RetentionPreview = z.strictObject({
  series: z.array(
    z.strictObject({
      sourceId: SourceIdText,
      snapshots: z.array(
        z.strictObject({
          timeMs: TimeMs,
          isKept: z.boolean(),
          /** restic's words for the rules, like `daily snapshot`. */
          reasons: z.array(z.string()),
        }),
      ),
    }),
  ),
});
export type RetentionPreview = z.infer<typeof RetentionPreview>;
