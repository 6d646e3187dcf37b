import { z } from "zod";
import type { ReplicaId } from "../../../shared/ids.ts";
import {
  Cause,
  FailoverPhase,
  FailoverSettings,
  FaultKind,
  MOVE_KINDS,
  OrderedBy,
} from "../../../shared/model/failover.ts";
import { Bytes, Count, ReplicaIdText, TimeMs } from "../../../shared/model/primitives.ts";
import { OutstandingCommand } from "./command.ts";

/** What is known of one replica. */
export const ReplicaHealth = z.strictObject({
  id: ReplicaIdText,
  /** The lower, the sooner it is chosen among equals. */
  priority: z.int(),
  lastBeatMs: TimeMs.nullable(),
  /** Good heartbeats since the last fault. */
  goodBeats: Count,
  /** Without a break; null while it is not well. */
  wellSinceMs: TimeMs.nullable(),
  /** Met within the window, the oldest first. */
  faults: z.array(z.strictObject({ kind: FaultKind, atMs: TimeMs, detail: z.string() })),
  /** Of the disks and arrays under it; null when nothing is wrong, or nobody watches them. */
  diskFault: z
    .strictObject({ kind: z.enum(["array-failed", "disk-failing"]), sinceMs: TimeMs, detail: z.string() })
    .nullable(),
  /** It was active and was left because of a fault; null once it has been well for long enough. */
  leftMs: TimeMs.nullable(),
  freeBytes: Bytes.nullable(),
  /** Round trip of the last good heartbeat. */
  tookMs: Count.nullable(),
  /** How many snapshots of the others it lacks; null while unknown. */
  missingSnapshots: Count.nullable(),
  /** It was to take over in an emergency and could not, so often in a row; null when it was not asked to, or all that is over. */
  refused: z
    .strictObject({
      times: z.int().positive(),
      /** It is not tried by itself before that; null when it may be at once. */
      untilMs: TimeMs.nullable(),
      /** How often it was mended meanwhile, and refused again. */
      mends: Count,
    })
    .nullable()
    .default(null),
});
export type ReplicaHealth = z.infer<typeof ReplicaHealth>;

/** A change of the active replica that is under way. `follow`: another installation did it, and this one comes after. */
export const Move = z.strictObject({
  kind: z.enum(MOVE_KINDS),
  cause: Cause,
  fromId: ReplicaIdText,
  /** Null until a candidate is chosen. */
  toId: ReplicaIdText.nullable(),
  /** `choose`: waits until a candidate is known to be well; after a start nothing is known of any. */
  step: z.enum(["fence", "choose", "reconcile", "verify", "manifest", "switch"]),
  choosesSinceMs: TimeMs.nullable(),
  startedMs: TimeMs,
  /** Both are reconciled before the new one becomes active, so that it lacks nothing. */
  reconciles: z.boolean(),
  /** Of the manifest that is being written; it is never used for another replica. */
  epoch: z.int().nullable(),
  epochWriter: z.string(),
  /** Which replica is the usual one when the move is done. */
  homeAfterId: ReplicaIdText.nullable(),
  /** Whether it is returned from by itself. */
  returns: z.enum(["by-itself", "on-request"]),
  tried: z.array(z.strictObject({ replicaId: ReplicaIdText, detail: z.string() })),
  /** The jobs that the fence stopped. */
  jobIds: z.array(z.string()),
});
export type Move = z.infer<typeof Move>;

/** A move that was put off because its goal is damaged: it is begun again once that is mended. */
export const PutOffMove = z.strictObject({
  kind: z.enum(["switchover", "failback"]),
  /** Who ordered it; null when nobody did: the way back is taken by itself again when the rest fits, too. */
  by: OrderedBy.nullable(),
  toId: ReplicaIdText,
  forGood: z.boolean(),
  evenIfBehind: z.boolean(),
  /** How often it was put off. */
  times: z.int().positive(),
});
export type PutOffMove = z.infer<typeof PutOffMove>;

/** All that is remembered of the failover of one repository. Plain data; it is kept in the catalog. */
export const FailoverState = z.strictObject({
  /** This installation of Backstay. */
  installationId: z.string(),
  settings: FailoverSettings,
  phase: FailoverPhase,
  phaseSinceMs: TimeMs,
  phaseCause: Cause.nullable(),
  /** The time of the newest event. */
  nowMs: TimeMs,
  /** Rises with each change of the active replica; with the installation that wrote it, it names exactly one active replica. */
  epoch: z.int().nonnegative(),
  epochWriter: z.string(),
  /** The highest epoch seen or tried. */
  highestEpoch: z.int().nonnegative(),
  /**
   * An epoch that this installation tried to write and that is not in force: some replica may have got it. It is never used again, and
   * a higher one has to follow.
   */
  attemptedEpoch: z.int().nullable(),
  activeId: ReplicaIdText,
  /** The usual active replica, which is returned to. */
  homeId: ReplicaIdText,
  replicas: z.array(ReplicaHealth).min(1),
  move: Move.nullable(),
  putOff: PutOffMove.nullable().default(null),
  /** Of the usual replica: up to date with the active one since it came back. */
  isReconciled: z.boolean(),
  returns: z.enum(["by-itself", "on-request"]),
  /** Nothing moves by itself until then, after a move was given up. */
  notBeforeMs: TimeMs.nullable(),
  /** A person wants nothing to move by itself. */
  isHeld: z.boolean(),
  /** People know that the active replica should be left and cannot be. */
  isStuckTold: z.boolean(),
  lastCommandId: z.int().nonnegative(),
  outstanding: z.array(OutstandingCommand),
});
export type FailoverState = z.infer<typeof FailoverState>;

/** A replica as it is known from the settings. */
export type Member = { readonly id: ReplicaId; readonly priority: number };

/** @param activeId also the one that is usually active */
export function newFailoverState(from: {
  readonly installationId: string;
  readonly settings: FailoverSettings;
  readonly members: readonly Member[];
  readonly activeId: ReplicaId;
  readonly epoch: number;
  readonly epochWriter: string;
  readonly nowMs: number;
}): FailoverState {
  const { installationId, settings, members, activeId, epoch, epochWriter, nowMs } = from;
  return {
    installationId,
    settings,
    phase: "healthy",
    phaseSinceMs: nowMs,
    phaseCause: null,
    nowMs,
    epoch,
    epochWriter,
    highestEpoch: epoch,
    attemptedEpoch: null,
    activeId,
    homeId: activeId,
    replicas: members.map(newReplicaHealth),
    move: null,
    putOff: null,
    isReconciled: false,
    returns: settings.failBack,
    notBeforeMs: null,
    isHeld: false,
    isStuckTold: false,
    lastCommandId: 0,
    outstanding: [],
  };
}

/** One of which nothing is known yet. */
export function newReplicaHealth({ id, priority }: Member): ReplicaHealth {
  return {
    ...{ id, priority, lastBeatMs: null, goodBeats: 0, wellSinceMs: null, faults: [], diskFault: null },
    ...{ leftMs: null, freeBytes: null, tookMs: null, missingSnapshots: null, refused: null },
  };
}

/** @throws when the repository has no such replica */
export function replicaOf(state: Pick<FailoverState, "replicas">, id: ReplicaId): ReplicaHealth {
  const found = state.replicas.find((replica) => replica.id === id);
  if (found === undefined) throw new Error(`no such replica: ${id}`);
  return found;
}
