/** Rehearsed failures: what is tried, what came of it, and what a person sets. Everything here is facts, whose words the pages make. */
import { z } from "zod";
import { RecordedTransition } from "./failover.ts";
import {
  Bytes,
  Count,
  DrillIdText,
  JobIdText,
  LocalPath,
  Name,
  ReplicaIdText,
  RepositoryIdText,
  RunIdText,
  SeriesIdText,
  SnapshotIdText,
  SourceIdText,
  TimeMs,
} from "./primitives.ts";
import { RunWindow } from "./schedule.ts";
import { DATABASE_KINDS } from "./source.ts";
import { WireErrorShape } from "./wire-error.ts";

/** `restore` reads a sample back from every replica; `failover` declares the active replica lost, without touching it. */
export const DRILL_KINDS = ["restore", "failover"] as const;
export type DrillKind = (typeof DRILL_KINDS)[number];

/**
 * `failed`: something could not be restored, or did not work. `incomplete`: nothing was found to be wrong, but not everything could be
 * tried, so it proves less than it should. `ended-by-fault`: a real fault came in between, and was treated in earnest.
 */
export const DRILL_STATES = [
  "running",
  "passed",
  "failed",
  "incomplete",
  "cancelled",
  "ended-by-fault",
] as const;
export type DrillState = (typeof DRILL_STATES)[number];

/** Why a database was not made again from its dump, which says nothing about the dump. */
export const UNTRIED_REASONS = [
  /** No server of its kind is on this computer. */
  "no-programs",
  /** The one that is, is older than the one it was saved from, or its relative: MariaDB and MySQL. */
  "older-server",
  "other-kind",
  /** No server could be started, or it ended while it was at work. */
  "server-failed",
  /** Backstay starts none on this system. */
  "other-system",
  "no-room",
  /** It lacks an extension, a language or the like that the server has which it was saved from. */
  "server-lacks",
  /** It names users whom the backup does not have. */
  "no-users",
  "too-long",
  /** The dump was cut off when it was saved, and says so. */
  "incomplete",
] as const;
export type UntriedReason = (typeof UNTRIED_REASONS)[number];

/** Names of databases are in `detail`, as text for people, the first of them; `count` is how many. */
const DATABASE_PROBLEMS = [
  /** It could not be made again from every replica that has it. */
  "database-failed",
  ...(UNTRIED_REASONS.map((reason) => `database-${reason}`) as readonly `database-${UntriedReason}`[]),
] as const;

/** What went wrong, or could not be tried, besides single files. */
export const DRILL_PROBLEMS = [
  ...DATABASE_PROBLEMS,
  /** Backstay ended before the drill did. */
  "host-ended",
  /** Of the source `detail` there is no backup in any replica. */
  "no-backup",
  /** Of the source `detail` an older backup was tried, the newest that all replicas in reach have. */
  "older-backup",
  /** Files or folders that a person marked as vital, `detail`, are not in the backup. */
  "vital-missing",
  /** `count` of the vital files could not be tried, for want of room. */
  "vital-left-out",
  /** `count` of the files that were drawn could not be tried, for want of room. */
  "sample-left-out",
  /** `count` of the folders could not be listed, so nothing was drawn from them. */
  "not-listed",
  /** No plan backs up to the repository, so no backup could be rehearsed. */
  "no-plan",
  /** The rehearsed backup, restore or move failed; `detail` is the code of an error. */
  "switch-failed",
  "backup-failed",
  "restore-failed",
  "return-failed",
  /** A step was waited for in vain. */
  "switch-too-long",
  "backup-too-long",
  "restore-too-long",
  "return-too-long",
  /** A fault of another kind than a rehearsed one: `detail` is its code, see `Cause`. */
  "real-fault",
  /** Somebody moved backups meanwhile, or another installation did. */
  "overruled",
  /** The work itself came to a halt; `detail` is the code of an error. */
  "halted",
] as const;
export const DrillProblem = z.strictObject({
  code: z.enum(DRILL_PROBLEMS),
  detail: z.string(),
  count: Count,
});
export type DrillProblem = z.infer<typeof DrillProblem>;

/** Of files by their size; the limits are in `core/failover/drills/strata.ts`. */
export const SIZE_CLASSES = ["empty", "tiny", "small", "medium", "large", "huge"] as const;
/** Of files by how long before the backup they were changed. */
export const AGE_CLASSES = ["month", "year", "older"] as const;

/** Files of one source that are alike, and how many of them were tried. */
export const DrillStratum = z.strictObject({
  size: z.enum(SIZE_CLASSES),
  age: z.enum(AGE_CLASSES),
  files: Count,
  bytes: Bytes,
  triedFiles: Count,
  triedBytes: Bytes,
});
export type DrillStratum = z.infer<typeof DrillStratum>;

/** One source, and the backup of it that was tried. */
export const DrillSource = z.strictObject({
  seriesId: SeriesIdText,
  name: z.string(),
  snapshotId: SnapshotIdText,
  timeMs: TimeMs,
  /** Whether it is the newest one there is anywhere; otherwise the newest that all replicas in reach have. */
  isNewest: z.boolean(),
  files: Count,
  bytes: Bytes,
  vitalFiles: Count,
  strata: z.array(DrillStratum),
});
export type DrillSource = z.infer<typeof DrillSource>;

/**
 * A file that did not come back as it should. `unreadable`: it could not be restored. `different`: what was restored is not what the
 * backup holds. `live-different`: it is what the backup holds, but the file itself, though of the same size and times, is not.
 */
export const DRILL_FAULTS = ["unreadable", "different", "live-different"] as const;
export const DrillFault = z.strictObject({
  /** As text; what it holds comes from the names of files and can be anything. */
  path: z.string(),
  sourceName: z.string(),
  fault: z.enum(DRILL_FAULTS),
  isVital: z.boolean(),
  /** Why it is unreadable, as restores say it; may be empty. */
  reason: z.string(),
  systemCode: z.string(),
});
export type DrillFault = z.infer<typeof DrillFault>;

/** How long restoring everything would take, and the bounds that hold it with 95 % likelihood as far as the sample can tell. */
export const FullRestore = z.strictObject({
  seconds: z.number().nonnegative(),
  lowSeconds: z.number().nonnegative(),
  highSeconds: z.number().nonnegative(),
});
export type FullRestore = z.infer<typeof FullRestore>;

/** `restored`: a server made it again, and counted what is in it. `failed`: it could not. */
export const DATABASE_OUTCOMES = ["restored", "failed", "not-tried"] as const;
export type DatabaseOutcome = (typeof DATABASE_OUTCOMES)[number];

/** A database that was made again from its dump, on a server that is there for nothing else. */
export const DrillDatabase = z.strictObject({
  sourceName: z.string(),
  kind: z.enum(DATABASE_KINDS),
  name: z.string(),
  /** Of its dump, in the snapshot and as text. */
  path: z.string(),
  outcome: z.enum(DATABASE_OUTCOMES),
  /** `differs`: it came back, with other numbers of tables or rows than from another replica. Null where the error says all. */
  reason: z.enum([...UNTRIED_REASONS, "differs"]).nullable(),
  error: WireErrorShape.nullable(),
  /** As counted on the server. */
  tables: Count,
  rows: Count,
  /** Of the dump. */
  bytes: Bytes,
  /** Until it was filled and counted. */
  seconds: z.number().nonnegative(),
});
export type DrillDatabase = z.infer<typeof DrillDatabase>;

/**
 * What came of one replica. `unreachable`: it could not be opened. `not-tried`: the drill ended before. `incomplete`: its files are well,
 * and not every database could be tried.
 */
export const REPLICA_OUTCOMES = ["passed", "failed", "unreachable", "not-tried", "incomplete"] as const;

export const DrillReplicaCounts = z.strictObject({
  replicaId: ReplicaIdText,
  name: z.string(),
  outcome: z.enum(REPLICA_OUTCOMES),
  /** Tried, and plain bytes of those that came back. */
  files: Count,
  bytes: Bytes,
  same: Count,
  different: Count,
  unreadable: Count,
  /** Compared with the file itself as well, which had not been changed since. */
  liveSame: Count,
  liveDifferent: Count,
  /** Databases that were made again, that could not be, and that could not be tried. Not in drills of an older Backstay. */
  databasesRestored: Count.default(0),
  databasesFailed: Count.default(0),
  databasesUntried: Count.default(0),
  /** Restoring the sample alone, without comparing. */
  seconds: z.number().nonnegative(),
  /** From opening the replica until its index was known. */
  openSeconds: z.number().nonnegative(),
  /** Null where too little was restored to tell. */
  fullRestore: FullRestore.nullable(),
});
export type DrillReplicaCounts = z.infer<typeof DrillReplicaCounts>;

export const DrillReplica = DrillReplicaCounts.extend({
  /** Why it could not be opened, or why reading ended early. */
  error: WireErrorShape.nullable(),
  /** Names of sources of which it has no backup at all, though another replica has. */
  lacks: z.array(z.string()),
  /** The first of them. */
  faults: z.array(DrillFault),
  /** Beyond those listed. */
  furtherFaults: Count,
  /** All that were saved, whatever came of them. */
  databases: z.array(DrillDatabase).default([]),
});
export type DrillReplica = z.infer<typeof DrillReplica>;

/** What a restore drill found. */
export const RestoreDrill = z.strictObject({
  /** What the sample was drawn with, so that it can be drawn again. */
  seed: z.string(),
  sources: z.array(DrillSource),
  replicas: z.array(DrillReplica),
});
export type RestoreDrill = z.infer<typeof RestoreDrill>;

export const FAILOVER_DRILL_STEPS = ["switch", "backup", "restore", "return", "over"] as const;
export type FailoverDrillStep = (typeof FAILOVER_DRILL_STEPS)[number];

/** How a failover drill went. What is null has not come yet, or never came. */
export const FailoverDrill = z.strictObject({
  step: z.enum(FAILOVER_DRILL_STEPS),
  stepSinceMs: TimeMs,
  fromId: ReplicaIdText,
  fromName: z.string(),
  toId: ReplicaIdText,
  toName: z.string(),
  /** The active replica was declared lost. */
  declaredMs: TimeMs,
  /** Backups go to the other one since. */
  switchedMs: TimeMs.nullable(),
  /** The first backup on it was complete. */
  backedUpMs: TimeMs.nullable(),
  restoredMs: TimeMs.nullable(),
  returnOrderedMs: TimeMs.nullable(),
  returnedMs: TimeMs.nullable(),
  /** How long nothing could be backed up. */
  rtoMs: Count.nullable(),
  /** How much work of the past would have been lost with the replica: 0 when the other one lacked nothing. Null: nobody knew. */
  rpoMs: Count.nullable(),
  /** Backups that only the lost one had. */
  missingSnapshots: Count.nullable(),
  /** Jobs that were stopped and began anew. */
  stoppedJobs: Count,
  /** A person wants no more of it: only the way back is left. */
  isCalledOff: z.boolean(),
  runId: RunIdText.nullable(),
  restoreJobId: JobIdText.nullable(),
  /** The restore that was rehearsed on the other replica. */
  restore: RestoreDrill.nullable(),
  /** All that failover did meanwhile, the oldest first. */
  transitions: z.array(RecordedTransition),
});
export type FailoverDrill = z.infer<typeof FailoverDrill>;

const head = {
  id: DrillIdText,
  kind: z.enum(DRILL_KINDS),
  repositoryId: RepositoryIdText,
  repositoryName: Name,
  trigger: z.enum(["person", "schedule"]),
  state: z.enum(DRILL_STATES),
  startedMs: TimeMs,
  endedMs: TimeMs.nullable(),
  /** The work on files; its progress is that of the drill. */
  jobId: JobIdText.nullable(),
  problems: z.array(DrillProblem),
};

/** One drill with all that is known of it. */
export const Drill = z.strictObject({
  ...head,
  restore: RestoreDrill.nullable(),
  failover: FailoverDrill.nullable(),
});
export type Drill = z.infer<typeof Drill>;

/** One drill in short, for lists. */
export const DrillView = z.strictObject({
  ...head,
  replicas: z.array(DrillReplicaCounts),
  failover: FailoverDrill.pick({
    ...{ step: true, fromName: true, toName: true, declaredMs: true, switchedMs: true, backedUpMs: true },
    ...{ restoredMs: true, returnedMs: true, rtoMs: true, rpoMs: true },
  }).nullable(),
});
export type DrillView = z.infer<typeof DrillView>;

const Days = z.int().min(0).max(3650);
const GIB = 1024 ** 3;

/** How a repository is rehearsed. */
export const DrillSettings = z.strictObject({
  /** From the beginning of one drill to that of the next; 0: only by hand. */
  restoreEveryDays: Days,
  failoverEveryDays: Days,
  /** People are told when no restore drill passed for so long; 0: never. */
  warnAfterDays: Days,
  /** The time of day at which a drill may begin by itself; null: at any time at which nothing is backed up. */
  window: RunWindow.nullable(),
  /** How many files to draw, besides the vital ones, and how many bytes they may have together. */
  sampleFiles: z.int().min(1).max(2000),
  sampleBytes: z
    .int()
    .min(1024 * 1024)
    .max(1024 * GIB),
});
export type DrillSettings = z.infer<typeof DrillSettings>;

export const DEFAULT_DRILL_SETTINGS: DrillSettings = {
  restoreEveryDays: 30,
  // it moves backups for a while, so a person decides
  failoverEveryDays: 0,
  warnAfterDays: 60,
  window: null,
  sampleFiles: 60,
  sampleBytes: GIB,
};

/** How a repository stands with its drills. */
export const DrillStanding = z.strictObject({
  repositoryId: RepositoryIdText,
  name: Name,
  settings: DrillSettings,
  running: DrillView.nullable(),
  /** The last that came to its end, whatever came of it. */
  lastRestore: DrillView.nullable(),
  lastFailover: DrillView.nullable(),
  /** When one was last passed. */
  restorePassedMs: TimeMs.nullable(),
  failoverPassedMs: TimeMs.nullable(),
  /** When the next one is due; null when none begins by itself. One that is due waits while something is backed up. */
  nextRestoreMs: TimeMs.nullable(),
  nextFailoverMs: TimeMs.nullable(),
  /** Whether there is a second replica to fail over to. */
  hasStandby: z.boolean(),
});
export type DrillStanding = z.infer<typeof DrillStanding>;

/** A file or folder that every restore drill has to bring back. */
export const VitalPath = z.strictObject({ sourceId: SourceIdText, path: LocalPath, addedMs: TimeMs });
export type VitalPath = z.infer<typeof VitalPath>;

/** A drill as one printable page: HTML without scripts and without anything that has to be loaded. */
export const DrillReport = z.strictObject({ fileName: z.string(), html: z.string() });
export type DrillReport = z.infer<typeof DrillReport>;
