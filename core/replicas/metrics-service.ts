/** How the replicas of repositories did, how ready they are, and what is where: put together from what the catalog knows. */
import type { RepositoryId, SourceId } from "../../shared/ids.ts";
import type {
  FailoverMetrics,
  FailoverReadiness,
  PlacementMatrix,
} from "../../shared/model/failover-metrics.ts";
import type { FailoverStore } from "../catalog/failover-store.ts";
import type { PlanStore } from "../catalog/plan-store.ts";
import type { ReadingRoundStore } from "../catalog/reading-round-store.ts";
import type { ReplicaMetricsStore } from "../catalog/replica-metrics-store.ts";
import type { ReplicaMember, ReplicaSetStore } from "../catalog/replica-set-store.ts";
import type { ReplicaRecord, RepositoryRecord } from "../catalog/repository-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { SourceStore } from "../catalog/source-store.ts";
import type { Clock } from "../clock.ts";
import { behindNow } from "../failover/metrics/note-metrics.ts";
import { placementMatrix } from "../failover/metrics/placement-matrix.ts";
import { readMetrics } from "../failover/metrics/read-metrics.ts";
import { readReadiness } from "../failover/metrics/read-readiness.ts";
import { verifiedShare } from "../failover/metrics/verified-share.ts";
import type { ReadinessFacts } from "../failover/readiness.ts";
import type { FailoverState } from "../failover/state/state.ts";
import { longestGapMinutes } from "../schedule/longest-gap.ts";
import type { PlacementRules } from "./placement-rules.ts";

export type MetricsService = {
  /** @throws {BackstayError} REPOSITORY_NOT_FOUND, as the others */
  metrics(id: RepositoryId, days: number): FailoverMetrics;
  readiness(id: RepositoryId): FailoverReadiness;
  matrix(id: RepositoryId): PlacementMatrix;
};

export type MetricsServiceParts = {
  readonly requireRepository: (id: RepositoryId) => RepositoryRecord;
  readonly stateOf: (id: RepositoryId) => FailoverState | undefined;
  readonly sets: Pick<ReplicaSetStore, "members" | "missing">;
  readonly store: Pick<ReplicaMetricsStore, "hoursOf" | "agesOf">;
  readonly history: Pick<FailoverStore, "since">;
  readonly snapshots: Pick<SavedSnapshotStore, "ofSource">;
  readonly sources: Pick<SourceStore, "list">;
  readonly plans: Pick<PlanStore, "list">;
  readonly rounds: Pick<ReadingRoundStore, "get">;
  /** The last drill; null when there was none, or nobody knows. */
  readonly lastDrill: (id: RepositoryId, kind: "failover" | "restore") => ReadinessFacts["drill"];
  readonly rules: Pick<PlacementRules, "isNeeded">;
  readonly clock: Clock;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

export function createMetricsService(parts: MetricsServiceParts): MetricsService {
  const { sets, snapshots, clock } = parts;

  /** Those that plans save there, and those of which something is there. */
  const sourcesOf = (id: RepositoryId) => {
    const plans = parts.plans.list().filter(({ repositoryId }) => repositoryId === id);
    const planned = new Set<SourceId>(plans.flatMap(({ sourceIds }) => sourceIds));
    return parts.sources
      .list()
      .map((source) => ({ id: source.id, name: source.name, saved: snapshots.ofSource(id, source.id) }))
      .filter((source) => planned.has(source.id) || source.saved.length > 0);
  };

  const replicasOf = (repository: RepositoryRecord) => {
    const members = new Map(sets.members(repository.id).map((member) => [member.replicaId, member]));
    const state = parts.stateOf(repository.id);
    return repository.replicas
      .map((replica) => ({ replica, member: members.get(replica.id) }))
      .sort((a, b) => (a.member?.priority ?? 0) - (b.member?.priority ?? 0))
      .map(({ replica, member }) => ({
        ...{ id: replica.id, name: replica.name, role: replica.role },
        isWell: isWellNow(replica, state),
        behindMs: behindOf(member, clock.nowMs()),
        missing: sets.missing(replica.id),
        missingCount: state?.replicas.find(({ id }) => id === replica.id)?.missingSnapshots ?? null,
        verifiedShare: verifiedShare(parts.rounds.get(replica.id), clock.nowMs()),
      }));
  };

  /** What may be lost: by the strictest of its plans. */
  const goalOf = (id: RepositoryId): number => {
    const goals = parts.plans
      .list()
      .filter(({ repositoryId, isPaused }) => repositoryId === id && !isPaused)
      .flatMap(({ deadlineMinutes, schedule }) => deadlineMinutes ?? longestGapMinutes(schedule) ?? []);
    return goals.length === 0 ? DAY_MS : Math.min(...goals) * MINUTE_MS;
  };

  const ageOf = (saved: readonly { readonly savedMs: number }[], nowMs: number): number | null => {
    const newest = saved.at(-1);
    return newest === undefined ? null : Math.max(0, nowMs - newest.savedMs);
  };

  return {
    metrics(repositoryId, days) {
      const repository = parts.requireRepository(repositoryId);
      const nowMs = clock.nowMs();
      const sources = sourcesOf(repositoryId).map(({ id, name, saved }) => ({
        ...{ id, name, ageMs: ageOf(saved, nowMs) },
      }));
      const isMoving = (parts.stateOf(repositoryId)?.move ?? null) !== null;
      const facts = { repositoryId, replicas: replicasOf(repository), sources, isMoving, nowMs };
      return readMetrics(facts, days, parts.store, parts.history);
    },
    readiness(repositoryId) {
      const repository = parts.requireRepository(repositoryId);
      const nowMs = clock.nowMs();
      const ready = readReadiness({
        replicas: replicasOf(repository),
        sources: sourcesOf(repositoryId).map(({ id, saved }) => ({
          ...{ id, saved, ageMs: ageOf(saved, nowMs) },
          neededOn: repository.replicas.flatMap((one) =>
            parts.rules.isNeeded(repositoryId, id, one.id) ? [one.id] : [],
          ),
        })),
        nowMs,
        goalMs: goalOf(repositoryId),
        failoverDrill: parts.lastDrill(repositoryId, "failover"),
        restoreDrill: parts.lastDrill(repositoryId, "restore"),
      });
      return { repositoryId, nowMs, ...ready };
    },
    matrix(repositoryId) {
      const repository = parts.requireRepository(repositoryId);
      return {
        ...{ repositoryId, nowMs: clock.nowMs() },
        ...placementMatrix(replicasOf(repository), sourcesOf(repositoryId), (sourceId, replicaId) =>
          parts.rules.isNeeded(repositoryId, sourceId, replicaId),
        ),
      };
    },
  };
}

/** Where nothing is moved, what a look at the place found has to do. */
function isWellNow({ id, reach }: ReplicaRecord, state: FailoverState | undefined): boolean {
  if (state === undefined) return reach === "reachable";
  return (state.replicas.find((replica) => replica.id === id)?.wellSinceMs ?? null) !== null;
}

function behindOf(member: ReplicaMember | undefined, nowMs: number): number | null {
  return member?.lag === undefined || member.lag === null ? null : behindNow(member.lag, nowMs);
}
