import type { FailoverView, ReplicaView } from "../../../../shared/model/failover.ts";

/** What a replica is to the others, and how it is at that. `words` names them under `pair.role`. */
export type ReplicaRole = {
  readonly words:
    | "active"
    | "activeFault"
    | "standby"
    | "standbyUnheard"
    | "standbyFilling"
    | "standbyFault"
    | "fenced"
    | "usualAway"
    | "usualBack"
    | "refused"
    | "mended"
    | "usualMended";
  readonly verdict: "active" | "standby" | "fenced" | "failing" | "unknown" | "working";
  readonly tone: "active" | "quiet" | "trouble" | "unknown";
};

export function roleOf(
  replica: ReplicaView,
  view: Pick<FailoverView, "activeId" | "phase" | "cause" | "putOff">,
): ReplicaRole {
  const { id, fault, isUsual, isFenced, wellSinceMs, lag } = replica;
  if (id === view.activeId) {
    return fault === null
      ? { words: "active", verdict: "active", tone: "active" }
      : { words: "activeFault", verdict: "failing", tone: "trouble" };
  }
  if (fault !== null)
    return { words: isUsual ? "usualAway" : "standbyFault", verdict: "failing", tone: "trouble" };
  if (wellSinceMs === null) return { words: "standbyUnheard", verdict: "unknown", tone: "unknown" };
  if (view.putOff?.toId === id)
    return { words: isUsual ? "usualMended" : "mended", verdict: "working", tone: "quiet" };
  // it answers, and yet backups could not move to it
  const { cause } = view;
  if (view.phase === "suspect" && cause?.kind === "failed" && cause.replicaId === id)
    return { words: "refused", verdict: "failing", tone: "trouble" };
  if (isFenced && !isUsual) return { words: "fenced", verdict: "fenced", tone: "trouble" };
  if (isUsual) return { words: "usualBack", verdict: "standby", tone: "quiet" };
  return lag === null
    ? { words: "standbyFilling", verdict: "working", tone: "quiet" }
    : { words: "standby", verdict: "standby", tone: "quiet" };
}
