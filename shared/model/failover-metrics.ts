/** How well the replicas of a repository did over time, how ready they are, and what is where. */
import { z } from "zod";
import { Cause, MOVE_KINDS } from "./failover.ts";
import { Count, Name, ReplicaIdText, RepositoryIdText, SourceIdText, TimeMs } from "./primitives.ts";

const Ms = Count;
const Share = z.number().min(0).max(1);

/** The heartbeats of one day of this computer's calendar. None at all: nobody asked, so nothing is known of that day. */
export const AvailableDay = z.strictObject({ dayMs: TimeMs, beats: Count, goodBeats: Count });
export type AvailableDay = z.infer<typeof AvailableDay>;

/** How far a standby was behind in one hour, at worst. */
export const LagPoint = z.strictObject({
  /** Begin of the hour. */
  atMs: TimeMs,
  /** How old the oldest backup was that it lacked; 0 when it lacked none, null while nobody knew, or while it was active. */
  behindMs: Ms.nullable(),
  snapshots: Count.nullable(),
});
export type LagPoint = z.infer<typeof LagPoint>;

export const ReplicaMetrics = z.strictObject({
  replicaId: ReplicaIdText,
  name: Name,
  /** Each day of the period, the oldest first; also those without a heartbeat. */
  days: z.array(AvailableDay),
  /** Of all heartbeats of the period; null when there was none. */
  availableShare: Share.nullable(),
  /** The hours of the period of which anything was noted, the oldest first: what lies between is not known. */
  lag: z.array(LagPoint),
});
export type ReplicaMetrics = z.infer<typeof ReplicaMetrics>;

/** A change of the active replica that was begun. */
export const MoveMetrics = z.strictObject({
  /** Of the step in the history that it began with. */
  number: z.int().positive(),
  startedMs: TimeMs,
  cause: Cause,
  fromId: ReplicaIdText,
  /** Null when it came to nothing, or is under way. */
  kind: z.enum(MOVE_KINDS).nullable(),
  toId: ReplicaIdText.nullable(),
  /** Since it was decided: that long no backup could begin. Null when it came to nothing, or is under way. */
  tookMs: Ms.nullable(),
});
export type MoveMetrics = z.infer<typeof MoveMetrics>;

/** How much work would have been lost with a source. */
export const SourceMetrics = z.strictObject({
  sourceId: SourceIdText,
  name: Name,
  /** Age of its newest good backup in this repository, now; null when there is none. */
  ageMs: Ms.nullable(),
  /** The greatest age in each hour of the period of which it was noted, the oldest first. */
  hours: z.array(z.strictObject({ atMs: TimeMs, ageMs: Ms })),
});
export type SourceMetrics = z.infer<typeof SourceMetrics>;

export const FailoverMetrics = z.strictObject({
  repositoryId: RepositoryIdText,
  nowMs: TimeMs,
  /** Begin of the first day of the period. */
  fromMs: TimeMs,
  /** By priority. */
  replicas: z.array(ReplicaMetrics),
  /** Those of the period, the newest first. */
  moves: z.array(MoveMetrics),
  /** Moves because of a fault: how many began, and how many of them ended with another active replica. */
  recovery: z.strictObject({ begun: Count, succeeded: Count }),
  sources: z.array(SourceMetrics),
});
export type FailoverMetrics = z.infer<typeof FailoverMetrics>;

export const EVIDENCE_KINDS = ["copies", "freshness", "verified", "drill"] as const;

/** What a score was made of, from 0 to 1 each. */
export const ReadinessContribution = z.strictObject({
  kind: z.enum(EVIDENCE_KINDS),
  /** Null is not known and counts as 0. */
  value: Share.nullable(),
  weight: Share,
  /** Its part of `x`. */
  adds: Share,
  /** What the score would be if this were perfect and the rest as it is. */
  scoreIfPerfect: Share,
});

/** The logistic function 1 / (1 + e^(−steepness · (x − middle))) of the weighed sum `x`. */
export const Readiness = z.strictObject({
  score: Share,
  x: z.number().min(0),
  logistic: z.strictObject({ steepness: z.number(), middle: z.number() }),
  contributions: z.array(ReadinessContribution),
  /** What went into it; null is not known. */
  facts: z.strictObject({
    healthyCopies: Count.nullable(),
    /** For failover the lag of the freshest standby, for backups the age of the oldest source's newest good backup. */
    behindMs: Ms.nullable(),
    /** What may be lost: as much as this counts one half. */
    goalMs: Ms,
    verifiedShare: Share.nullable(),
    drill: z.strictObject({ passed: z.boolean(), ageMs: Ms }).nullable(),
  }),
});
export type Readiness = z.infer<typeof Readiness>;

export const FailoverReadiness = z.strictObject({
  repositoryId: RepositoryIdText,
  nowMs: TimeMs,
  /** Whether another replica could take over now. */
  failover: Readiness,
  /** Whether everything could be restored now. */
  backup: Readiness,
});
export type FailoverReadiness = z.infer<typeof FailoverReadiness>;

/** What one replica has of one source. */
export const MatrixCell = z.strictObject({
  replicaId: ReplicaIdText,
  /** Its newest good backup there; null when none is known to be there. */
  newestMs: TimeMs.nullable(),
  /** How many of the source's backups it lacks; null when nobody knows. */
  missing: Count.nullable(),
  /** When the oldest of those was made; null when none is known to lack. */
  missingSinceMs: TimeMs.nullable(),
  /** Of what is there, read and proved within 90 days; null when nobody knows. */
  verifiedShare: Share.nullable(),
  /** The rule says that the source has to be there. */
  isNeeded: z.boolean(),
  /** Whether all that has to be there is; null when nobody knows. What need not be there is met whatever lacks. */
  isMet: z.boolean().nullable(),
});
export type MatrixCell = z.infer<typeof MatrixCell>;

/** Which source's backups are on which replica. */
export const PlacementMatrix = z.strictObject({
  repositoryId: RepositoryIdText,
  nowMs: TimeMs,
  /** By priority; the columns. */
  replicas: z.array(
    z.strictObject({
      replicaId: ReplicaIdText,
      name: Name,
      role: z.enum(["active", "standby"]),
      /** Whether it is known to be well now. What is told of one that is not is what was known last. */
      isWell: z.boolean(),
    }),
  ),
  rows: z.array(
    z.strictObject({
      sourceId: SourceIdText,
      name: Name,
      /** Wherever it is; null when there is none. */
      newestMs: TimeMs.nullable(),
      /** In the order of the replicas. */
      cells: z.array(MatrixCell),
    }),
  ),
});
export type PlacementMatrix = z.infer<typeof PlacementMatrix>;
