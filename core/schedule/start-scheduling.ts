import type { PlanId } from "../../shared/ids.ts";
import { createScheduler, type NextStart, type SchedulerParts, TICK_MS } from "./scheduler.ts";
import { loadFolderWatcher } from "./watch/folder-watcher.ts";
import {
  createPlanWatching,
  type PlanWatchingParts,
  WATCH_TICK_MS,
  type WatchedSource,
  type WatchState,
} from "./watch/plan-watching.ts";

export type SchedulingParts = Omit<SchedulerParts, "tickMs" | "onChange"> &
  Pick<PlanWatchingParts, "ignoredFolders" | "log"> & {
    /** What is watched for a continuous plan; asked at every tick. */
    readonly sourcesOf: (planId: PlanId) => readonly Omit<WatchedSource, "planId">[];
    /** The next starts of plans, or how changes of their files are noticed, may have changed. */
    readonly onChange: () => void;
  };

/** Everything that starts plans by itself. */
export type Scheduling = {
  /** Looks at the clock and at what is watched: at wake-up, when power is back, when a plan or a source was saved. */
  tick(): void;
  /** @returns undefined when nothing is planned */
  next(planId: PlanId): NextStart | undefined;
  /** How changes of files are noticed. @returns undefined for a plan that is not continuous, or paused */
  watchState(planId: PlanId): WatchState | undefined;
  /** Starts nothing more. May be called twice. */
  stop(): Promise<void>;
};

/** What was due while nobody was there is caught up from now on. */
export async function startScheduling(parts: SchedulingParts): Promise<Scheduling> {
  const { ignoredFolders, log, onChange, plans, sourcesOf } = parts;
  const watcher = await loadFolderWatcher();
  const scheduler = createScheduler({ ...parts, tickMs: TICK_MS });
  const watchedSourcesOf = (planId: PlanId): readonly WatchedSource[] => {
    try {
      return sourcesOf(planId).map(({ paths, excludes, excludeCaches, oneFileSystem }) => ({
        planId,
        paths,
        excludes,
        excludeCaches,
        oneFileSystem,
      }));
    } catch (error) {
      parts.onError(error, planId); // the other plans are watched all the same
      return [];
    }
  };
  const watching = createPlanWatching({
    sources: () =>
      plans()
        .filter((plan) => plan.schedule.kind === "continuous" && !plan.isPaused)
        .flatMap(({ id }) => watchedSourcesOf(id)),
    watcher,
    clock: parts.clock,
    onChange: (planId) => scheduler.noteChange(planId),
    onState: onChange,
    ignoredFolders,
    log,
    tickMs: WATCH_TICK_MS,
  });
  const tick = () => {
    scheduler.tick();
    void watching.tick();
  };
  tick();
  return {
    tick,
    next: (planId) => scheduler.next(planId),
    watchState: (planId) => watching.state(planId),
    async stop() {
      scheduler.stop();
      await watching.stop();
    },
  };
}
