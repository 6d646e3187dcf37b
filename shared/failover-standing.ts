/** How the replicas of one repository stand, as one thing to say: the same on the rail, in the tray's sentence and on the page. */
import type { ReplicaId } from "./ids.ts";
import type { FailoverView, ReplicaView } from "./model/failover.ts";

/**
 * `stuck`: the active replica is in trouble, and no other is known to be well, or the one that is could not take over. `suspect`: it is in trouble, another could take over.
 * `moving`: another is being made active. `away`: another than the usual one is active, as the usual one is not well. `recovering`:
 * the usual one is well again and is being brought up to date. `waits-for-person`: it could be returned to, when somebody asks.
 * `mending`: a place is mended before backups move there. `moved`: somebody wanted another one to be active. `standby-trouble`: the active one is well, a standby is not. `copy-fails`: nothing
 * can be copied to a standby. `behind`: a standby has long lacked backups. `filling`: a standby was not compared yet. `unknown`: not
 * enough was heard of them.
 */
export type FailoverStanding = {
  readonly kind:
    | "stuck"
    | "suspect"
    | "moving"
    | "mending"
    | "away"
    | "recovering"
    | "waits-for-person"
    | "moved"
    | "standby-trouble"
    | "copy-fails"
    | "behind"
    | "filling"
    | "unknown"
    | "fine";
  readonly verdict: "failed" | "failing" | "warning" | "unknown" | "working" | "info" | "ok";
  /** Those that it is about. */
  readonly replicaIds: readonly ReplicaId[];
};

/** A standby that lacks a backup for longer is told of: it is out of the ordinary, even for one that is switched on once a day. */
export const LONG_BEHIND_MS = 36 * 3_600_000;

const GRAVITY: readonly FailoverStanding["verdict"][] = [
  ...(["failed", "failing", "warning", "unknown", "working", "info", "ok"] as const),
];

export function failoverStanding(view: FailoverView, nowMs: number): FailoverStanding {
  const { phase, move, putOff, activeId, usualId, replicas, isGivenUp } = view;
  const others = replicas.filter(({ id }) => id !== activeId);
  if (move !== null)
    return { kind: "moving", verdict: "working", replicaIds: move.toId === null ? [] : [move.toId] };
  if (phase === "suspect") {
    const canTakeOver = !isGivenUp && others.some(isWell);
    const ids = { replicaIds: [activeId] };
    return canTakeOver
      ? { kind: "suspect", verdict: "failing", ...ids }
      : { kind: "stuck", verdict: "failed", ...ids };
  }
  const standing = activeId === usualId ? standingAtHome(view, others, nowMs) : standingElsewhere(view);
  if (putOff === null || standing.kind === "away") return standing;
  return { kind: "mending", verdict: "working", replicaIds: [putOff.toId] };
}

/** The gravest first. */
export function byGravity<T>(items: readonly T[], standingOf: (item: T) => FailoverStanding): readonly T[] {
  const place = (item: T) => GRAVITY.indexOf(standingOf(item).verdict);
  return items.toSorted((a, b) => place(a) - place(b));
}

function standingElsewhere(view: FailoverView): FailoverStanding {
  const { phase, usualId, returns, settings, isReconciled, isHeld, isGivenUp } = view;
  const replicaIds = [usualId];
  if (phase !== "recovering") return { kind: "away", verdict: "failing", replicaIds };
  // but for one whose way back was given up, a move that somebody ordered is the only one that is not returned from as the settings say
  if (returns === "on-request" && settings.failBack === "by-itself" && !isGivenUp)
    return { kind: "moved", verdict: "info", replicaIds };
  return isReconciled && (returns === "on-request" || isHeld)
    ? { kind: "waits-for-person", verdict: "warning", replicaIds }
    : { kind: "recovering", verdict: "working", replicaIds };
}

function standingAtHome(
  { activeId, replicas }: FailoverView,
  others: readonly ReplicaView[],
  nowMs: number,
): FailoverStanding {
  const about = (
    kind: FailoverStanding["kind"],
    verdict: FailoverStanding["verdict"],
    found: readonly ReplicaView[],
  ): FailoverStanding | undefined =>
    found.length === 0 ? undefined : { kind, verdict, replicaIds: found.map(({ id }) => id) };
  const isUnheard = ({ wellSinceMs, fault }: ReplicaView) => wellSinceMs === null && fault === null;
  const isFilling = ({ lag }: ReplicaView) => lag === null;
  return (
    about(
      "standby-trouble",
      "warning",
      others.filter(({ fault }) => fault !== null),
    ) ??
    about(
      "copy-fails",
      "warning",
      others.filter(({ copyError, jobId }) => copyError !== null && jobId === null),
    ) ??
    about("unknown", "unknown", replicas.filter(isUnheard)) ??
    about(
      "behind",
      "warning",
      others.filter(({ lag }) => lag?.sinceMs != null && nowMs - lag.sinceMs > LONG_BEHIND_MS),
    ) ??
    about("filling", "working", others.filter(isFilling)) ?? {
      kind: "fine",
      verdict: "ok",
      replicaIds: [activeId],
    }
  );
}

function isWell({ wellSinceMs }: ReplicaView): boolean {
  return wellSinceMs !== null;
}
