import type { ReplicaId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { SourceStatus } from "../../shared/model/overview.ts";
import type { Source } from "../../shared/model/source.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { RepositoryRecord } from "../catalog/repository-store.ts";
import type { NewestSnapshot } from "../catalog/saved-snapshot-store.ts";
import type { JobState } from "../jobs/job.ts";
import { scheduleDeadlineMs } from "../schedule/deadline.ts";
import { longestGapMinutes } from "../schedule/longest-gap.ts";
import { judgeProtection } from "./judge-protection.ts";

const MINUTE_MS = 60_000;

export type StatusFacts = {
  readonly sources: readonly Source[];
  readonly plans: readonly PlanRecord[];
  readonly repositories: readonly RepositoryRecord[];
  readonly newest: readonly NewestSnapshot[];
  /** How the newest backup of a source ended; undefined when there was none. */
  readonly lastEnd: (id: SourceId) => JobState | undefined;
  readonly isDamaged: (id: RepositoryId) => boolean;
  /** Whether a standby is known to have all that the active replica has; without it none is. */
  readonly isCaughtUp?: ((id: ReplicaId) => boolean) | undefined;
  readonly nowMs: number;
};

/** How each source is protected, from what the catalog knows. */
export function sourceStatuses(facts: StatusFacts): SourceStatus[] {
  const reachable = new Set<RepositoryId>(
    facts.repositories
      .filter(({ replicas }) => replicas.some(({ reach }) => reach === "reachable"))
      .map(({ id }) => id),
  );
  return facts.sources.map((source) => statusOf(source, facts, reachable));
}

function statusOf(source: Source, facts: StatusFacts, reachable: ReadonlySet<RepositoryId>): SourceStatus {
  const plans = facts.plans.filter(({ sourceIds }) => sourceIds.includes(source.id));
  const running = plans.filter(({ isPaused }) => !isPaused);
  const saved = facts.newest.filter(({ sourceId }) => sourceId === source.id);
  // a check does not tell which snapshots its damage is in, so that none of that repository is called good
  const good = saved.filter(({ repositoryId }) => !facts.isDamaged(repositoryId));
  const isDamaged = saved.length > 0 && good.length === 0;
  const held = isDamaged ? saved : good;
  const newest = held.toSorted((a, b) => b.savedMs - a.savedMs)[0];
  const holders = new Set([
    ...plans.map((plan) => plan.repositoryId),
    ...saved.map((copy) => copy.repositoryId),
  ]);
  const lastEnd = facts.lastEnd(source.id);
  const gaps = running.flatMap(({ schedule }) => longestGapMinutes(schedule) ?? []);
  const { protection, deadlineMs } = judgeProtection({
    cares: running.map((plan) => ({
      sinceMs: plan.sourcesSinceMs[plan.sourceIds.indexOf(source.id)] ?? facts.nowMs,
      deadlineMs: (afterMs) => deadlineOf(plan, afterMs),
    })),
    newestGoodMs: newest?.savedMs ?? null,
    isDamaged,
    isReachable: (held.length > 0 ? held : plans).some(({ repositoryId }) => reachable.has(repositoryId)),
    hasFailed: lastEnd === "failed",
    nowMs: facts.nowMs,
  });
  return {
    source,
    planIds: plans.map(({ id }) => id),
    protection,
    newestGoodMs: isDamaged ? null : (newest?.savedMs ?? null),
    deadlineMs,
    dueEveryMinutes: gaps.length === 0 ? null : Math.min(...gaps),
    copies: facts.repositories
      .filter(({ id }) => holders.has(id))
      .flatMap(({ id, replicas }) => {
        const newestMs = good.find(({ repositoryId }) => repositoryId === id)?.savedMs ?? null;
        // what is stored is in the active one, and where it is known to have been copied
        return replicas.map((replica) => {
          const hasAll = replica.role === "active" || facts.isCaughtUp?.(replica.id) === true;
          const ownMs = hasAll ? newestMs : null;
          return {
            replicaId: replica.id,
            newestMs: ownMs,
            isNewest: ownMs !== null && ownMs === newest?.savedMs,
            answers: replica.reach === "reachable",
          };
        });
      }),
    sizeBytes: newest?.sizeBytes ?? null,
    lastRunHadProblems: lastEnd === "done-with-problems",
    lastRunFailed: lastEnd === "failed",
  };
}

/** Without another agreement, the plan's schedule is what was agreed. */
function deadlineOf({ deadlineMinutes, schedule }: PlanRecord, afterMs: number): number | undefined {
  if (deadlineMinutes !== null) return afterMs + deadlineMinutes * MINUTE_MS;
  return scheduleDeadlineMs(schedule, afterMs);
}
