import { BackstayError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { FailoverView, ReplicaView } from "../../shared/model/failover.ts";
import type { RemotePlace } from "../../shared/model/remote-place.ts";
import type { FailoverStore } from "../catalog/failover-store.ts";
import type { ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { FailoverService } from "../replicas/failover-service.ts";
import { failoverView, replicaViews, type ViewParts } from "../replicas/failover-view.ts";
import type { MetricsService } from "../replicas/metrics-service.ts";
import type { PlacementRules } from "../replicas/placement-rules.ts";
import { replicaIn } from "../replicas/replica-doors.ts";
import type { ReplicaService } from "../replicas/replica-service.ts";
import type { ReplicationService } from "../replicas/replication-service.ts";
import type { Where } from "../repositories/named-place.ts";
import type { Caller, HandlersOf } from "./handlers.ts";

export type FailoverServices = {
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly replicas: ReplicaService;
  readonly replication: ReplicationService;
  readonly failover: FailoverService;
  readonly metrics: MetricsService;
  readonly sets: Pick<ReplicaSetStore, "members">;
  readonly history: Pick<FailoverStore, "history">;
  readonly rules: PlacementRules;
  /** @throws {BackstayError} SOURCE_NOT_FOUND */
  readonly requireSource: (id: SourceId) => unknown;
  readonly onRules: (id: RepositoryId) => void;
};

/** Enough to find the last move among them. */
const LAST_TRANSITIONS = 20;

/** Answers what is about replicas, and about keeping repositories available. */
export function failoverHandlers(parts: FailoverServices): HandlersOf<"replicas" | "failover"> {
  const { requireRepository, replicas, replication, failover, history } = parts;

  const viewParts = (repository: RepositoryRecord): ViewParts => ({
    members: parts.sets.members(repository.id),
    state: failover.stateOf(repository.id),
    jobTo: (replica) => replication.jobTo(repository, replica),
  });
  const viewsOf = (id: RepositoryId): ReplicaView[] => {
    const repository = requireRepository(id);
    return replicaViews(repository, viewParts(repository));
  };
  const stateOf = (id: RepositoryId): FailoverView | null => {
    const repository = requireRepository(id);
    const state = failover.stateOf(id);
    if (state === undefined) return null;
    const moved = history.history(id, null, LAST_TRANSITIONS).find(({ moveTookMs }) => moveTookMs !== null);
    return failoverView(repository, state, moved?.moveTookMs ?? null, viewParts(repository));
  };
  const requireStandby = (id: RepositoryId, replicaId: ReplicaId): ReplicaRecord => {
    const replica = replicaIn(requireRepository(id), replicaId);
    if (replica === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
    if (replica.role === "active") throw new BackstayError("REPLICA_ACTIVE", { name: replica.name });
    return replica;
  };
  /** The first copying begins at once. */
  const seeded = (id: RepositoryId, added: ReplicaRecord) => {
    const { id: jobId } = replication.request(requireRepository(id), added);
    const replica = viewsOf(id).find((view) => view.id === added.id);
    if (replica === undefined) throw new BackstayError("REPLICA_NOT_FOUND", {});
    return { replica, jobId };
  };

  return {
    "replicas.list": async ({ repositoryId }) => ({ replicas: viewsOf(repositoryId) }),
    "replicas.add": async ({ repositoryId, name, location }, caller) => {
      requirePermitted(location, caller);
      return seeded(repositoryId, await replicas.add(repositoryId, name, location));
    },
    "replicas.adopt": async ({ repositoryId, name, location }, caller) => {
      requirePermitted(location, caller);
      return seeded(repositoryId, await replicas.adopt(repositoryId, name, location));
    },
    "replicas.remove": async ({ repositoryId, replicaId }) => {
      await replicas.remove(repositoryId, replicaId);
      return {};
    },
    "replicas.setPriority": async ({ repositoryId, replicaId, priority }) => {
      await replicas.setPriority(repositoryId, replicaId, priority);
      return { replicas: viewsOf(repositoryId) };
    },
    "replicas.replicate": async ({ repositoryId, replicaId }) => {
      const standby = requireStandby(repositoryId, replicaId);
      return { jobId: replication.request(requireRepository(repositoryId), standby).id };
    },
    "failover.list": async () => ({ repositories: failover.kept().flatMap((id) => stateOf(id) ?? []) }),
    "failover.state": async ({ repositoryId }) => ({ state: stateOf(repositoryId) }),
    "failover.switchOver": async ({ repositoryId, replicaId: toId, forGood, evenIfBehind }) => {
      failover.order(repositoryId, { kind: "switch-over", by: "person", toId, forGood, evenIfBehind });
      return {};
    },
    "failover.failBack": async ({ repositoryId, evenIfBehind }) => {
      failover.order(repositoryId, { kind: "fail-back", by: "person", evenIfBehind });
      return {};
    },
    "failover.hold": async ({ repositoryId, isHeld }) => {
      failover.order(repositoryId, { kind: "hold", isHeld });
      return {};
    },
    "failover.settings": async ({ repositoryId, settings }) => {
      failover.setSettings(repositoryId, settings);
      return {};
    },
    "failover.history": async ({ repositoryId, before, limit }) => ({
      transitions: [...history.history(requireRepository(repositoryId).id, before, limit)],
    }),
    "failover.metrics": async ({ repositoryId, days }) => ({
      metrics: parts.metrics.metrics(repositoryId, days),
    }),
    "failover.readiness": async ({ repositoryId }) => ({ readiness: parts.metrics.readiness(repositoryId) }),
    "failover.setPlacement": async ({ repositoryId, sourceId, replicaId, isNeeded }) => {
      if (replicaIn(requireRepository(repositoryId), replicaId) === undefined)
        throw new BackstayError("REPLICA_NOT_FOUND", {});
      parts.requireSource(sourceId);
      parts.rules.set(repositoryId, sourceId, replicaId, isNeeded);
      parts.onRules(repositoryId);
      return { matrix: parts.metrics.matrix(repositoryId) };
    },
    "failover.matrix": async ({ repositoryId }) => ({ matrix: parts.metrics.matrix(repositoryId) }),
  };
}

/**
 * Settings of rclone can name programs to run, so not everybody may choose them.
 * @throws {BackstayError} PLACE_SETTINGS_REFUSED
 */
function requirePermitted(where: Where, { rights }: Caller): void {
  const path = typeof where === "string" ? null : settingsOf(where.place);
  if (path !== null && !rights.has("programs")) throw new BackstayError("PLACE_SETTINGS_REFUSED", { path });
}

function settingsOf(place: RemotePlace): string | null {
  return place.kind === "rclone" ? place.configFile : null;
}
