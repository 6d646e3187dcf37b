/** Lets go of old snapshots after good runs, and frees their space now and then. */
import { BackstayError } from "../../shared/errors.ts";
import type { PlanId, RepositoryId, SnapshotId, SourceId } from "../../shared/ids.ts";
import type { Retention } from "../../shared/model/plan.ts";
import { nsOf } from "../catalog/columns.ts";
import type { JobStore } from "../catalog/job-store.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { RepositoryStore } from "../catalog/repository-store.ts";
import type { RunRecord } from "../catalog/run-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { Clock } from "../clock.ts";
import type { JobRecord } from "../jobs/job.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { RepositoryPlace } from "../jobs/kinds/with-repository.ts";
import { formatLocalTime } from "../repository/format/go-time.ts";
import { isEmptyPolicy, type RetentionPolicy } from "../repository/snapshots/retention-policy.ts";
import { selectOutlived } from "../repository/snapshots/select-outlived.ts";
import type { SelectableSnapshot } from "../repository/snapshots/selectable.ts";

export type RetentionParts = {
  readonly plans: () => readonly PlanRecord[];
  readonly snapshots: SavedSnapshotStore;
  readonly repositories: RepositoryStore;
  readonly jobs: JobStore;
  readonly queue: () => Pick<JobQueue, "enqueue" | "cancel">;
  readonly place: (id: RepositoryId) => RepositoryPlace;
  readonly clock: Clock;
  /** Of a repository with several replicas: which installation this is, for what they remember as removed. */
  readonly rememberAs?: (id: RepositoryId) => string | undefined;
  /** Why nothing may be removed from a repository now; undefined when it may. It is asked again when that is over. */
  readonly obstacleOf?: (id: RepositoryId) => "moving" | "not-healthy" | "differ" | "suspicious" | undefined;
  /** The other replicas of a repository, as jobs find them. */
  readonly standbys?: (id: RepositoryId) => readonly RepositoryPlace[];
  /**
   * Whether this Backstay only stands by for a plan. Then it removes nothing for it: what other plans keep of the same source is known
   * where they were made.
   */
  readonly isOthers?: (id: PlanId) => boolean;
  /** Whether something about a source was suspicious, and nobody has looked yet. */
  readonly isHeld?: (id: RepositoryId, sourceId: SourceId) => boolean;
  /** Snapshots that no rule removes. */
  readonly pinned?: (id: RepositoryId) => readonly { readonly snapshotId: SnapshotId }[];
  /** Whether a repository is to be spared; it is asked again when that is over. */
  readonly isSpared?: (id: RepositoryId) => boolean;
};

export type RetentionService = {
  /** Never after a run that failed: what is old may then be all there is. */
  afterRun(run: RunRecord): void;
  /** Rules were changed: what waits to be done by the old ones is not done. The next good run goes by the new ones. */
  withdraw(): Promise<void>;
  /** Queues a prune when snapshots were removed, the last one is a day ago, and the repository is not to be spared. */
  pruneIfDue(id: RepositoryId): void;
  /** In each of its replicas. @returns the job on the active one. @throws {BackstayError} PRUNE_WAITS */
  prune(id: RepositoryId): JobRecord;
  /** What a removal is asked for with, so that no replica brings back what was removed. */
  rememberedBy(id: RepositoryId, by: "person" | "policy"): object;
};

const DAY_MS = 24 * 3_600_000;
const MAX_WAITING = 1_000;
/** Share of a repository that may stay unused: less would mean to copy much for little. */
const MAX_UNUSED_PERCENT = 5;

export function createRetentionService(parts: RetentionParts): RetentionService {
  const { snapshots, repositories, jobs, clock } = parts;
  /** When the repository itself was last asked, for snapshots the catalog does not know. */
  const askedMs = new Map<PlanId, number>();

  const pruneAt = (id: RepositoryId, repository: RepositoryPlace): JobRecord =>
    parts.queue().enqueue({
      kind: "prune",
      input: { repository, maxUnusedPercent: MAX_UNUSED_PERCENT },
      origin: { repositoryId: id },
      priority: "background",
    });

  const prune = (id: RepositoryId): JobRecord => {
    const reason = parts.obstacleOf?.(id);
    if (reason !== undefined)
      throw new BackstayError("PRUNE_WAITS", { name: repositories.get(id)?.name ?? "", reason });
    const job = pruneAt(id, parts.place(id));
    for (const place of parts.standbys?.(id) ?? []) pruneAt(id, place);
    return job;
  };

  const rememberedBy = (id: RepositoryId, by: "person" | "policy"): object => {
    const writer = parts.rememberAs?.(id);
    return writer === undefined ? {} : { remember: { writer, by } };
  };

  const isPruning = (id: RepositoryId) =>
    jobs
      .page({ kinds: ["prune"], states: ["queued", "running"], createdBeforeNs: null }, 100)
      .some((job) => job.origin.repositoryId === id);

  const pruneIfDue = (id: RepositoryId) => {
    const repository = repositories.get(id);
    if (repository === undefined || !repository.needsPrune || isPruning(id)) return;
    const { prunedMs } = repository;
    const nowMs = clock.nowMs();
    // a clock that went back must not put it off for years
    const isDue = prunedMs === null || nowMs - prunedMs >= DAY_MS || prunedMs > nowMs;
    if (isDue && parts.isSpared?.(id) !== true && parts.obstacleOf?.(id) === undefined) prune(id);
  };

  const pinnedOf = (id: RepositoryId) => new Set(parts.pinned?.(id).map(({ snapshotId }) => snapshotId));

  const mayRemoveSomething = (repositoryId: RepositoryId, sourceId: SourceId, keep: RetentionPolicy[]) => {
    const pinned = pinnedOf(repositoryId);
    const nowNs = nsOf(clock.nowMs());
    const saved = snapshots.ofSource(repositoryId, sourceId).map(selectable);
    return selectOutlived(saved, keep, { nowNs }).some(({ id }) => !pinned.has(id));
  };

  return {
    afterRun({ planId, state }) {
      if (state !== "done" && state !== "done-with-problems") return;
      const plans = parts.plans();
      const plan = plans.find(({ id }) => id === planId);
      if (plan === undefined || parts.isOthers?.(planId) === true) return;
      const { repositoryId } = plan;
      const retain = plan.sourceIds.flatMap((sourceId) => {
        if (parts.isHeld?.(repositoryId, sourceId) === true) return [];
        const keep = policiesFor(plans, repositoryId, sourceId);
        return keep.some(isEmptyPolicy) ? [] : [{ sourceId, keep }];
      });
      const nowMs = clock.nowMs();
      const isLongAgo = Math.abs(nowMs - (askedMs.get(planId) ?? -DAY_MS)) >= DAY_MS;
      const isWanted =
        isLongAgo ||
        retain.some(({ sourceId, keep }) => mayRemoveSomething(repositoryId, sourceId, [...keep]));
      if (retain.length > 0 && isWanted) {
        askedMs.set(planId, nowMs);
        parts.queue().enqueue({
          kind: "forget",
          input: {
            ...{ repository: parts.place(repositoryId), snapshots: [], retain },
            pinned: [...pinnedOf(repositoryId)],
            ...rememberedBy(repositoryId, "policy"),
          },
          origin: { repositoryId, planId },
          priority: "background",
        });
      } else pruneIfDue(repositoryId);
    },
    async withdraw() {
      askedMs.clear();
      const waiting = jobs
        .page({ kinds: ["forget"], states: ["queued"], createdBeforeNs: null }, MAX_WAITING)
        .filter(({ origin }) => origin.planId !== undefined);
      await Promise.all(waiting.map(({ id }) => parts.queue().cancel(id, "person")));
    },
    pruneIfDue,
    prune,
    rememberedBy,
  };
}

/** The rules of all plans that save a source into a repository: what one of them keeps, no other may remove. */
export function policiesFor(
  plans: readonly PlanRecord[],
  repositoryId: RepositoryId,
  sourceId: SourceId,
): readonly RetentionPolicy[] {
  return plans
    .filter((plan) => plan.repositoryId === repositoryId && plan.sourceIds.includes(sourceId))
    .map(({ retention }) => policyOf(retention));
}

/** @returns only what is asked for */
export function policyOf(retention: Retention): RetentionPolicy {
  return Object.fromEntries(Object.entries(retention).filter(([, count]) => count !== null && count > 0));
}

/** As much of a snapshot as rules about times ask for; it was made on this machine. */
export function selectable({
  snapshotId,
  savedMs,
}: {
  readonly snapshotId: SnapshotId;
  readonly savedMs: number;
}): SelectableSnapshot {
  const timeNs = nsOf(savedMs);
  return { id: snapshotId, time: formatLocalTime(timeNs), timeNs, hostname: "", paths: [], tags: [] };
}
