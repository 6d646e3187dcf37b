import { z } from "zod";
import { ShortDiskName } from "../short-disk-name.ts";
import { ChangeFacts, SUSPICIONS } from "./change-guard.ts";
import { DELIVERY_PROBLEMS } from "./delivery-problem.ts";
import { DRILL_KINDS, DrillProblem } from "./drill.ts";
import { Cause, MOVE_KINDS } from "./failover.ts";
import { HOOK_PROBLEMS } from "./failover-hooks.ts";
import { Gap } from "./health-reading.ts";
import { ARRAY_VERDICTS, DISK_VERDICTS, FindingShape } from "./health-verdict.ts";
import { PLAN_HOOK_PROBLEMS, PLAN_HOOK_TIMES } from "./plan-hooks.ts";
import {
  AlertIdText,
  Bytes,
  ChannelIdText,
  Count,
  DrillIdText,
  HealthSubjectIdText,
  JobIdText,
  PlanIdText,
  ReplicaIdText,
  RepositoryIdText,
  SnapshotIdText,
  SourceIdText,
  TimeMs,
  WatchedHostIdText,
} from "./primitives.ts";
import { WireErrorShape } from "./wire-error.ts";

export const SEVERITIES = ["notice", "warning", "failing", "failed"] as const;

/** What is wrong with something on a watched host. `about` is what a person calls it. */
const Trouble = {
  hostId: WatchedHostIdText,
  hostName: z.string(),
  subjectId: HealthSubjectIdText,
  about: z.string(),
  /** Of a disk with a long name. */
  shortName: ShortDiskName.optional(),
  /** The worst reason, see `shared/health-findings.ts`. */
  finding: FindingShape,
  /** The controller that it is behind; null where there is none. */
  controller: z.string().nullable(),
  /** How much worse than at the beginning, in steps that deserve to be told of: a counter that doubled. */
  step: Count,
};

const LostDisk = z.strictObject({
  subjectId: HealthSubjectIdText,
  /** With its serial number. */
  about: z.string(),
  slot: z.string().nullable(),
  finding: FindingShape,
});

/**
 * What an alert is about, with the facts its words are made from, as errors have them. One alert stands for one `code` and one
 * thing, however often it happens.
 */
export const AlertSubject = z.discriminatedUnion("code", [
  z.strictObject({
    code: z.literal("JOB_FAILED"),
    jobId: JobIdText,
    kind: z.string(),
    planId: PlanIdText.nullable(),
    sourceId: SourceIdText.nullable(),
    /** What the plan, the source or the repository is called. */
    about: z.string(),
    error: WireErrorShape,
  }),
  z.strictObject({
    code: z.literal("JOB_HAD_PROBLEMS"),
    jobId: JobIdText,
    kind: z.string(),
    planId: PlanIdText.nullable(),
    sourceId: SourceIdText.nullable(),
    about: z.string(),
    problemCount: Count,
    firstPaths: z.array(z.string()).max(5),
  }),
  /** A backup of the source `about` holds changes as if its files had been destroyed. What is older is kept until a person has looked. */
  z.strictObject({
    code: z.literal("CHANGE_SUSPICIOUS"),
    jobId: JobIdText,
    planId: PlanIdText.nullable(),
    repositoryId: RepositoryIdText,
    sourceId: SourceIdText,
    about: z.string(),
    /** The worst first. */
    suspicions: z.array(z.enum(SUSPICIONS)).min(1),
    facts: ChangeFacts,
    /** The last one before the first suspicious one. */
    before: z.strictObject({ snapshotId: SnapshotIdText, timeMs: TimeMs }),
  }),
  /**
   * The content of files of the source `about` changed, and their dates did not. The snapshot that has them as they were is kept until a
   * person lets go of it.
   */
  z.strictObject({
    code: z.literal("SOURCE_ROTTED"),
    jobId: JobIdText,
    planId: PlanIdText.nullable(),
    repositoryId: RepositoryIdText,
    sourceId: SourceIdText,
    about: z.string(),
    /** How many of either kind nobody has settled yet. */
    silent: Count,
    undated: Count,
    /** Beyond these, of which only the number is known. */
    further: Count,
    examples: z.array(z.string()).max(5),
    /** The oldest one that was pinned for it. */
    before: z.strictObject({ snapshotId: SnapshotIdText, timeMs: TimeMs }),
    /** Watched disks that the source certainly lies on. */
    disks: z.array(z.strictObject({ subjectId: HealthSubjectIdText, name: z.string() })).max(8),
  }),
  z.strictObject({
    code: z.literal("SOURCE_OVERDUE"),
    sourceId: SourceIdText,
    about: z.string(),
    newestMs: TimeMs.nullable(),
    deadlineMs: TimeMs,
  }),
  z.strictObject({
    code: z.literal("REPOSITORY_UNREACHABLE"),
    repositoryId: RepositoryIdText,
    about: z.string(),
    error: WireErrorShape,
  }),
  /** Backups of a repository, `about`, go to another replica than usual. */
  z.strictObject({
    code: z.literal("REPLICA_SWITCHED"),
    repositoryId: RepositoryIdText,
    about: z.string(),
    /** What the two replicas are called. */
    fromName: z.string(),
    toName: z.string(),
    move: z.enum(MOVE_KINDS),
    cause: Cause,
    tookMs: Count,
    stoppedJobs: Count,
    /** The same when it is told again. */
    commandId: Count,
  }),
  /** The active replica of a repository, `about`, should be left and cannot be. */
  z.strictObject({
    code: z.literal("FAILOVER_STUCK"),
    repositoryId: RepositoryIdText,
    about: z.string(),
    activeName: z.string(),
    cause: Cause,
    /** The one that the cause is about; absent when that is the active one, and of older versions. */
    goalName: z.string().optional(),
    /** A move was begun and given up. */
    isGivenUp: z.boolean(),
    /** Backups go on where they are. */
    isActiveWell: z.boolean().optional(),
    commandId: Count,
  }),
  /** A plan, `about`, is started by another computer than the one where it was made. */
  z.strictObject({
    code: z.literal("PLAN_TAKEN_OVER"),
    planId: PlanIdText,
    repositoryId: RepositoryIdText,
    about: z.string(),
    ownerName: z.string(),
    holderName: z.string(),
    /** It is this computer that starts it. */
    isHere: z.boolean(),
    /** It was made the other one's own, as this computer was taken for gone for good; absent when of an older version. */
    isForGood: z.boolean().optional(),
  }),
  /** The plan `about` of a computer that is gone, which nobody starts: this one stands by for it, and could not take it over. */
  z.strictObject({
    code: z.literal("PLAN_NOT_TAKEN_OVER"),
    planId: PlanIdText,
    repositoryId: RepositoryIdText,
    about: z.string(),
    ownerName: z.string(),
    /** Folders that cannot be read here; some of them. */
    missingPaths: z.array(z.string()),
    /** Folders that its owner added and that nobody agreed to here; some of them. */
    newPaths: z.array(z.string()),
  }),
  /** A rehearsed failure of a repository, `about`, went wrong. */
  z.strictObject({
    code: z.literal("DRILL_FAILED"),
    repositoryId: RepositoryIdText,
    about: z.string(),
    drillId: DrillIdText,
    kind: z.enum(DRILL_KINDS),
    /** On which replicas. */
    replicaNames: z.array(z.string()),
    /** How many files did not come back as they should, and the first of them. */
    faults: Count,
    firstPaths: z.array(z.string()).max(5),
    /** What else went wrong. */
    problem: DrillProblem.nullable(),
  }),
  /** Restoring from a repository, `about`, was not rehearsed with success for longer than `days`. */
  z.strictObject({
    code: z.literal("DRILL_OVERDUE"),
    repositoryId: RepositoryIdText,
    about: z.string(),
    passedMs: TimeMs.nullable(),
    days: Count,
  }),
  /** Files of one replica of a repository, `about`, were damaged or missing, and are mended from the other replicas. */
  z.strictObject({
    code: z.literal("REPLICA_DAMAGED"),
    repositoryId: RepositoryIdText,
    replicaId: ReplicaIdText,
    about: z.string(),
    replicaName: z.string(),
    /** Of the last 30 days: put back, still to be put back, and nowhere whole. */
    healed: Count,
    waiting: Count,
    lost: Count,
    /** Putting back what waits was tried several times, and has failed. */
    isStuck: z.boolean(),
    /** What it lies on, as far as it is known. */
    diskNames: z.array(z.string()).max(8),
  }),
  /** Of sources that have to be on a replica of a repository, `about`, backups lack there for longer than agreed. */
  z.strictObject({
    code: z.literal("PLACEMENT_UNMET"),
    repositoryId: RepositoryIdText,
    replicaId: ReplicaIdText,
    about: z.string(),
    replicaName: z.string(),
    /** What the first of them are called. */
    sourceNames: z.array(z.string()).min(1).max(5),
    furtherSources: Count,
    /** Since when the one lacks that lacks for longest. */
    sinceMs: TimeMs,
    /** What is told is what lacks for certain; otherwise nobody knows whether it does. */
    isCertain: z.boolean(),
    /** Rises with each source, and when it becomes certain. */
    step: Count,
  }),
  /** What was to be done around a move of backups, `about`, did not work. */
  z.strictObject({
    code: z.literal("HOOK_FAILED"),
    hookId: z.string(),
    repositoryId: RepositoryIdText,
    about: z.string(),
    repositoryName: z.string(),
    problem: z.enum(HOOK_PROBLEMS),
    /** What it said; may be empty. */
    answer: z.string(),
  }),
  /** What is run around backups of a plan, `about`, did not work. */
  z.strictObject({
    code: z.literal("PLAN_HOOK_FAILED"),
    planId: PlanIdText,
    repositoryId: RepositoryIdText,
    /** The backup it was run for. */
    jobId: JobIdText,
    about: z.string(),
    hookName: z.string(),
    when: z.enum(PLAN_HOOK_TIMES),
    problem: z.enum(PLAN_HOOK_PROBLEMS),
    /** The last it said; may be empty. */
    answer: z.string(),
  }),
  /** The disk with Backstay's own folder, `about`, has hardly any room left, or none. */
  z.strictObject({
    code: z.literal("DATA_FOLDER_FULL"),
    about: z.string(),
    freeBytes: Bytes,
  }),
  /** A channel does not bring people what they should know. */
  z.strictObject({
    code: z.literal("CHANNEL_FAILING"),
    channelId: ChannelIdText,
    about: z.string(),
    problem: z.enum(DELIVERY_PROBLEMS),
    /** What the other side said; may be empty. */
    answer: z.string(),
  }),
  z.strictObject({ code: z.literal("DISK_TROUBLE"), ...Trouble, verdict: z.enum(DISK_VERDICTS) }),
  z.strictObject({
    code: z.literal("ARRAY_TROUBLE"),
    ...Trouble,
    verdict: z.enum(ARRAY_VERDICTS),
    /** Disks that it has lost and that are told of here instead of by themselves. */
    lostDisks: z.array(LostDisk).optional(),
  }),
  z.strictObject({ code: z.literal("CONTROLLER_TROUBLE"), ...Trouble, verdict: z.enum(DISK_VERDICTS) }),
  /** A file system of a watched host, `about`, has hardly any room left. */
  z.strictObject({
    code: z.literal("VOLUME_FULL"),
    hostId: WatchedHostIdText,
    hostName: z.string(),
    subjectId: HealthSubjectIdText,
    about: z.string(),
    /** Of its bytes or of the files it can hold, whichever is more. */
    usedPercent: Count,
    freeBytes: Bytes,
    sizeBytes: Bytes,
    /** It can hold no more files, however small; there may be bytes left. */
    lacksFiles: z.boolean(),
    /** Rises by one each time half of what was left is gone, too. */
    step: Count,
  }),
  /** A watched host, `about`, does not answer. */
  z.strictObject({
    code: z.literal("HOST_SILENT"),
    hostId: WatchedHostIdText,
    about: z.string(),
    /** When it answered last; null if it never did. */
    answeredMs: TimeMs.nullable(),
    error: WireErrorShape,
  }),
  /** A watched host answers, but what could be read of it once cannot be read any more. */
  z.strictObject({
    code: z.literal("HEALTH_NOT_READ"),
    hostId: WatchedHostIdText,
    about: z.string(),
    /** How many disks, arrays and controllers are concerned. */
    unread: Count,
    gap: Gap,
  }),
]);
export type AlertSubject = z.infer<typeof AlertSubject>;
export type AlertCode = AlertSubject["code"];

/** All there are, so that a rule can name them. */
export const ALERT_CODES: readonly AlertCode[] = AlertSubject.options.map(({ shape }) => shape.code.value);

export const Alert = z.strictObject({
  id: AlertIdText,
  severity: z.enum(SEVERITIES),
  subject: AlertSubject,
  firstMs: TimeMs,
  lastMs: TimeMs,
  /** How often it happened since `firstMs`. */
  occurrences: Count,
  /** When its cause was gone; null while it lasts. */
  resolvedMs: TimeMs.nullable(),
  acknowledgedMs: TimeMs.nullable(),
  snoozedUntilMs: TimeMs.nullable(),
});
export type Alert = z.infer<typeof Alert>;
