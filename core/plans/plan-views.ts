import type { PlanId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { PlanView, Run } from "../../shared/model/plan.ts";
import type { PlanRecord } from "../catalog/plan-store.ts";
import type { RunStore } from "../catalog/run-store.ts";
import type { SavedSnapshotStore } from "../catalog/saved-snapshot-store.ts";
import type { Clock } from "../clock.ts";
import type { Scheduling } from "../schedule/start-scheduling.ts";
import { planOf, revisionOf } from "./plan-service.ts";
import type { RunService } from "./run-service.ts";

export type PlanViewParts = {
  readonly plans: () => readonly PlanRecord[];
  readonly runs: RunStore;
  readonly runService: Pick<RunService, "page" | "view" | "unfinished">;
  readonly snapshots: SavedSnapshotStore;
  readonly scheduling: Pick<Scheduling, "next" | "watchState">;
  /** The computer that starts a plan, when that is another one. */
  readonly startedBy: (id: PlanId) => string | undefined;
  /** Whether nothing old of a source may be removed. */
  readonly isHeld: (repositoryId: RepositoryId, sourceId: SourceId) => boolean;
  readonly nameOfSource: (id: SourceId) => string;
  readonly clock: Clock;
};

const MAX_RECENT = 30;
const THIRTY_DAYS_MS = 30 * 24 * 3_600_000;

/** Plans with what they did and will do. */
export function planViews(parts: PlanViewParts): PlanView[] {
  const unfinished = parts.runService.unfinished();
  const newest = parts.snapshots.newest();
  const added = parts.runs.addedByPlanSince(parts.clock.nowMs() - THIRTY_DAYS_MS);
  return parts.plans().map((plan): PlanView => {
    const current = unfinished.find(({ planId }) => planId === plan.id);
    const recent = parts.runService
      .page({ planId: plan.id, dueBeforeMs: null }, MAX_RECENT + 1)
      .filter(({ id }) => id !== current?.id)
      .slice(0, MAX_RECENT);
    const sizes = newest.filter(
      ({ repositoryId, sourceId }) => repositoryId === plan.repositoryId && plan.sourceIds.includes(sourceId),
    );
    const next = plan.isPaused ? undefined : parts.scheduling.next(plan.id);
    const watch = parts.scheduling.watchState(plan.id);
    const startedBy = parts.startedBy(plan.id);
    const held = plan.sourceIds.filter((id) => parts.isHeld(plan.repositoryId, id));
    return {
      plan: planOf(plan),
      revision: revisionOf(plan),
      nextRunMs: next?.atMs ?? null,
      ...(startedBy === undefined ? {} : { startedBy }),
      ...(next?.waitsFor === undefined ? {} : { waitsFor: next.waitsFor }),
      ...(watch === undefined ? {} : { watch: watch.kind }),
      ...(watch?.kind === "scanning" ? { scan: { reason: watch.reason, paths: [...watch.paths] } } : {}),
      ...(held.length === 0 ? {} : { heldSources: held.map(parts.nameOfSource) }),
      currentRun: current === undefined ? null : parts.runService.view(current),
      lastRun: recent.find((run: Run) => run.state !== "missed") ?? null,
      recentRuns: recent.toReversed(),
      sizeBytes: sizes.length === 0 ? null : sizes.reduce((total, { sizeBytes }) => total + sizeBytes, 0),
      addedBytes30Days: added.get(plan.id) ?? 0,
    };
  });
}
