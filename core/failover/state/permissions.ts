/** What may be done with a replica, given how the failover of its repository stands. */
import type { ReplicaId } from "../../../shared/ids.ts";
import type { FailoverState } from "./state.ts";

/** Whether a backup may begin on a replica: only on the active one, and not while it is being left. */
export function mayWriteTo({ activeId, move }: FailoverState, id: ReplicaId): boolean {
  return id === activeId && move === null;
}

/**
 * Why data must not be removed from any replica now; undefined when it may. `moving`: the active replica is being changed.
 * `not-healthy`: another than the usual one is active, or the active one is not well. `differ`: a replica lacks snapshots that another
 * has, or nobody knows.
 */
export function pruneObstacle({
  phase,
  move,
  replicas,
}: FailoverState): "moving" | "not-healthy" | "differ" | undefined {
  if (move !== null) return "moving";
  if (phase !== "healthy") return "not-healthy";
  const areAlike = replicas.length === 1 || replicas.every(({ missingSnapshots }) => missingSnapshots === 0);
  return areAlike ? undefined : "differ";
}
