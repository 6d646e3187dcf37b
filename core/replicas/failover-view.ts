import type { JobId, ReplicaId } from "../../shared/ids.ts";
import type { FailoverView, ReplicaView } from "../../shared/model/failover.ts";
import type { ReplicaMember } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import { pruneObstacle } from "../failover/state/permissions.ts";
import type { FailoverState } from "../failover/state/state.ts";
import { placeKindOf } from "../places/place-location.ts";
import { activeReplica } from "../repositories/repository-service.ts";

export type ViewParts = {
  readonly members: readonly ReplicaMember[];
  /** Undefined where there is no second replica. */
  readonly state: FailoverState | undefined;
  readonly jobTo: (replica: ReplicaRecord) => JobId | null;
};

/** The replicas of one repository as the contract shows them: by priority. */
export function replicaViews(repository: RepositoryRecord, parts: ViewParts): ReplicaView[] {
  const usualId = parts.state?.homeId ?? activeReplica(repository).id;
  return repository.replicas
    .map((replica) => replicaView(replica, usualId, parts))
    .sort((a, b) => a.priority - b.priority);
}

function replicaView(
  replica: ReplicaRecord,
  usualId: ReplicaId,
  { members, state, jobTo }: ViewParts,
): ReplicaView {
  const { id, name, location, role } = replica;
  const member = members.find(({ replicaId }) => replicaId === id);
  const health = state?.replicas.find((one) => one.id === id);
  const met = health?.faults.at(-1);
  const under = health?.diskFault ?? null;
  return {
    ...{ id, name, location, role, kind: placeKindOf(location), isUsual: id === usualId },
    ...{ priority: member?.priority ?? 0, isFenced: member?.isFenced ?? false },
    wellSinceMs: health?.wellSinceMs ?? null,
    lastBeatMs: health?.lastBeatMs ?? null,
    beatTookMs: health?.tookMs ?? null,
    fault: met ?? (under === null ? null : { kind: under.kind, atMs: under.sinceMs, detail: under.detail }),
    freeBytes: health?.freeBytes ?? replica.freeBytes,
    lag: role === "active" ? null : (member?.lag ?? null),
    jobId: jobTo(replica),
    ...{ copiedMs: member?.copiedMs ?? null, copyError: member?.copyError ?? null },
  };
}

/** @param lastMoveMs how long the last move took; null when there was none */
export function failoverView(
  repository: RepositoryRecord,
  state: FailoverState,
  lastMoveMs: number | null,
  parts: ViewParts,
): FailoverView {
  const { phase, phaseSinceMs, phaseCause, epoch, activeId, homeId, move, putOff, isHeld, returns } = state;
  return {
    ...{ repositoryId: repository.id, name: repository.name, phase, phaseSinceMs, cause: phaseCause },
    ...{ epoch, activeId, usualId: homeId, isHeld, returns, isReconciled: state.isReconciled },
    move:
      move === null ? null : { kind: move.kind, step: move.step, toId: move.toId, startedMs: move.startedMs },
    putOff: putOff === null ? null : { kind: putOff.kind, toId: putOff.toId },
    isGivenUp: state.isStuckTold,
    pruneWaits: pruneObstacle(state) ?? null,
    lastMoveMs,
    settings: state.settings,
    replicas: replicaViews(repository, parts),
  };
}
