import type { ReplicaId } from "../../../shared/ids.ts";
import { isStable, isWell } from "./replica-health.ts";
import type { FailoverState, ReplicaHealth } from "./state.ts";

/**
 * Why a replica can or cannot take over. `left-lately`: it was left because of a fault, and has not been well for the stability window
 * since; without this, two places that fail in turn would be changed for each other every minute. `refused-lately`: it could not take
 * over a while ago, and is tried again later.
 */
export type CandidateReason =
  | "possible"
  | "is-left"
  | "not-well"
  | "left-lately"
  | "tried"
  | "refused-lately";
export type JudgedCandidate = { readonly replicaId: ReplicaId; readonly reason: CandidateReason };

/** Who takes over, and why not the others. The possible ones come first, the best of them before the rest. */
export type CandidateChoice = {
  readonly chosenId: ReplicaId | undefined;
  readonly judged: readonly JudgedCandidate[];
};

/** Of those that are well, the one that lacks the fewest snapshots; then by priority. How much one lacks that is unknown counts as most. */
export function chooseCandidate(
  state: Pick<FailoverState, "replicas" | "activeId" | "settings" | "nowMs">,
  tried: readonly ReplicaId[] = [],
): CandidateChoice {
  const { replicas, activeId, settings, nowMs } = state;
  const judge = (replica: ReplicaHealth): CandidateReason => {
    if (replica.id === activeId) return "is-left";
    if (tried.includes(replica.id)) return "tried";
    if (!isWell(replica)) return "not-well";
    if (replica.leftMs !== null && !isStable(replica, nowMs, settings)) return "left-lately";
    const { refused } = replica;
    if (refused?.untilMs != null && nowMs < refused.untilMs) return "refused-lately";
    return "possible";
  };
  const judged = [...replicas]
    .sort(byMerit)
    .map((replica) => ({ replicaId: replica.id, reason: judge(replica) }))
    .sort((a, b) => Number(b.reason === "possible") - Number(a.reason === "possible"));
  const [best] = judged;
  return { chosenId: best?.reason === "possible" ? best.replicaId : undefined, judged };
}

function byMerit(a: ReplicaHealth, b: ReplicaHealth): number {
  const lacks = (a.missingSnapshots ?? Infinity) - (b.missingSnapshots ?? Infinity);
  if (lacks !== 0 && !Number.isNaN(lacks)) return lacks;
  return a.priority - b.priority || (a.id < b.id ? -1 : 1);
}
