/** How the replicas of a repository are kept available: what a person sets, and what is told of it. */
import { z } from "zod";
import { Bytes, Count, JobIdText, Name, ReplicaIdText, RepositoryIdText, TimeMs } from "./primitives.ts";
import { PLACE_KINDS } from "./remote-place.ts";
import { WireErrorShape } from "./wire-error.ts";

/** What can be wrong with a replica. The first five are met when it is used, the last two are said of the disks under it. */
export const FAULT_KINDS = [
  "unreachable",
  "identity-mismatch",
  "read-only",
  "io-error",
  "out-of-space",
  "array-failed",
  "disk-failing",
] as const;
export const FaultKind = z.enum(FAULT_KINDS);
export type FaultKind = z.infer<typeof FaultKind>;

const Ms = z.int().nonnegative();
const Times = z.int().min(1).max(100);

/** When the active replica is left, and when it is returned to. All of it can be changed at any time. */
export const FailoverSettings = z
  .strictObject({
    /** From the beginning of one heartbeat to that of the next, in ms. */
    beatEveryMs: z.int().min(1000),
    /** What a heartbeat may take, in ms; it has failed then. */
    beatLimitMs: z.int().min(1000),
    /** How often a fault is met within the window before the active replica is left; all kinds together, as often as `unreachable`. */
    faultsToLeave: z.strictObject({
      unreachable: Times,
      "identity-mismatch": Times,
      "read-only": Times,
      "io-error": Times,
      "out-of-space": Times,
    }),
    /** Faults older than this, in ms, count no more. */
    windowMs: z.int().min(1000),
    /** Good heartbeats in a row after which a fault is over. */
    beatsToClear: Times,
    /** How long a replica that was left, or that is returned to, must have been well without a break, in ms. */
    stableMs: Ms,
    /** Nothing heard of a replica for longer, in ms, breaks the time that it was well: the computer may have slept. */
    silenceMs: z.int().min(1000),
    /** A disk under the active replica that fails: whether it is left for that, and how long the verdict must stand, in ms. */
    diskFailing: z.strictObject({ leaves: z.boolean(), afterMs: Ms }),
    /** Whether Backstay returns to the usual replica by itself, or only when a person asks. */
    failBack: z.enum(["by-itself", "on-request"]),
    /** How long it may take to prove that a replica can take over, in ms; packs that were not looked at by then are believed. */
    verifyLimitMs: z.int().min(5000).max(600_000).default(30_000),
    /** After what failed and is tried again, in ms; longer each time, up to ten times of it. */
    retryMs: z.int().min(1000),
  })
  .refine(
    ({ beatEveryMs, beatLimitMs, windowMs, faultsToLeave }) =>
      windowMs >= beatEveryMs * (faultsToLeave.unreachable - 1) + beatLimitMs,
    "so many heartbeats cannot fail within the window",
  );
export type FailoverSettings = z.infer<typeof FailoverSettings>;

/** Who asked for a move. */
export const OrderedBy = z.enum(["person", "schedule", "drill"]);
export type OrderedBy = z.infer<typeof OrderedBy>;

/** Why something changed; facts, whose words the pages make. */
export const Cause = z.discriminatedUnion("kind", [
  /** `times`: how often it was met within the window; `detail`: a code, like that of an error or of a finding about a disk. */
  z.strictObject({
    kind: z.literal("fault"),
    fault: FaultKind,
    replicaId: ReplicaIdText,
    sinceMs: TimeMs,
    times: z.int().min(1),
    detail: z.string(),
  }),
  /** The replica answered well again; `sinceMs`: without a break since then. */
  z.strictObject({ kind: z.literal("well-again"), replicaId: ReplicaIdText, sinceMs: TimeMs }),
  z.strictObject({ kind: z.literal("ordered"), by: OrderedBy }),
  /** A step was done. */
  z.strictObject({ kind: z.literal("done"), command: z.string() }),
  /** A step failed; `detail` is a code. */
  z.strictObject({
    kind: z.literal("failed"),
    command: z.string(),
    replicaId: ReplicaIdText,
    detail: z.string(),
  }),
  /** Another installation moved the active replica. */
  z.strictObject({ kind: z.literal("other-installation"), writer: z.string() }),
  /** The replica that was usually active does not belong to the repository any more. */
  z.strictObject({ kind: z.literal("members-changed") }),
]);
export type Cause = z.infer<typeof Cause>;

/**
 * How a repository's set of replicas is. `healthy`: the usual replica is active and well. `suspect`: the active one is not well,
 * but may be in a moment. `failing-over`, `failing-back`: backups are moving. `failed-over`: another than the usual one is active.
 * `recovering`: the usual one is well again, is being brought up to date and watched.
 */
export const FAILOVER_PHASES = [
  "healthy",
  "suspect",
  "failing-over",
  "failed-over",
  "recovering",
  "failing-back",
] as const;
export const FailoverPhase = z.enum(FAILOVER_PHASES);
export type FailoverPhase = z.infer<typeof FailoverPhase>;

/** One step from phase to phase, for the record. */
export const Transition = z.strictObject({
  atMs: TimeMs,
  from: FailoverPhase,
  to: FailoverPhase,
  cause: Cause,
  /** How long `from` had lasted. */
  lastedMs: z.int().nonnegative(),
  /** Of the state that was entered. */
  activeId: ReplicaIdText,
  epoch: z.int().nonnegative(),
  /** How long the move took that ended here, since it was decided; null when none ended. */
  moveTookMs: z.int().nonnegative().nullable(),
});
export type Transition = z.infer<typeof Transition>;

/** One step of the history. `number` rises with each. */
export const RecordedTransition = Transition.extend({ number: z.int().positive() });
export type RecordedTransition = z.infer<typeof RecordedTransition>;

export const MOVE_KINDS = ["failover", "switchover", "failback", "follow"] as const;

/** How far a replica is behind the active one. */
export const ReplicaLagView = z.strictObject({
  snapshots: Count,
  /** To be copied at most. */
  bytes: Bytes,
  /** When the oldest backup was made that it lacks; null when it lacks none. That long ago is what would be lost without the others. */
  sinceMs: TimeMs.nullable(),
  measuredMs: TimeMs,
});
export type ReplicaLagView = z.infer<typeof ReplicaLagView>;

/** One replica of a repository that has several. What is null is not known. */
export const ReplicaView = z.strictObject({
  id: ReplicaIdText,
  name: Name,
  location: z.string(),
  kind: z.enum(PLACE_KINDS),
  role: z.enum(["active", "standby"]),
  /** The one that is active when all is well. */
  isUsual: z.boolean(),
  /** The lower, the sooner it takes over. */
  priority: z.int(),
  /** No backup may begin on it. */
  isFenced: z.boolean(),
  /** Without a break; null while it is not known to be well. */
  wellSinceMs: TimeMs.nullable(),
  lastBeatMs: TimeMs.nullable(),
  /** Round trip of the last good heartbeat. */
  beatTookMs: Count.nullable(),
  /** The newest of those that count still; `detail` is a code, like that of an error. */
  fault: z.strictObject({ kind: FaultKind, atMs: TimeMs, detail: z.string() }).nullable(),
  freeBytes: Bytes.nullable(),
  /** Null for the active one, and until it was compared once. */
  lag: ReplicaLagView.nullable(),
  /** The copying to it that runs or waits. */
  jobId: JobIdText.nullable(),
  /** When something was last copied to it, or nothing was found to copy, and why the last attempt failed if it did. */
  copiedMs: TimeMs.nullable(),
  copyError: WireErrorShape.nullable(),
});
export type ReplicaView = z.infer<typeof ReplicaView>;

/** How the replicas of one repository stand. */
export const FailoverView = z.strictObject({
  repositoryId: RepositoryIdText,
  name: Name,
  phase: FailoverPhase,
  phaseSinceMs: TimeMs,
  cause: Cause.nullable(),
  /** Rises with each change of the active replica. */
  epoch: z.int().nonnegative(),
  activeId: ReplicaIdText,
  usualId: ReplicaIdText,
  /** A change of the active replica that is under way; `step` is what is being done. */
  move: z
    .strictObject({
      kind: z.enum(MOVE_KINDS),
      step: z.enum(["fence", "choose", "reconcile", "verify", "manifest", "switch"]),
      toId: ReplicaIdText.nullable(),
      startedMs: TimeMs,
    })
    .nullable(),
  /** A move that waits until what is damaged at its goal is mended; it goes on by itself then. */
  putOff: z.strictObject({ kind: z.enum(["switchover", "failback"]), toId: ReplicaIdText }).nullable(),
  /** The last move that was begun was given up, and people were told. */
  isGivenUp: z.boolean(),
  /** Nothing moves by itself, as a person wants. */
  isHeld: z.boolean(),
  /** Whether the usual one is returned to by itself. */
  returns: z.enum(["by-itself", "on-request"]),
  /** The usual one has all that the active one has, since it came back. */
  isReconciled: z.boolean(),
  /** Why data that nothing needs is not removed now; null when it may be. */
  pruneWaits: z.enum(["moving", "not-healthy", "differ"]).nullable(),
  /** How long the last move took; null when there was none. */
  lastMoveMs: Count.nullable(),
  settings: FailoverSettings,
  replicas: z.array(ReplicaView).min(1),
});
export type FailoverView = z.infer<typeof FailoverView>;
