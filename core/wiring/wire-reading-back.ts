import type { Stores } from "../catalog/open-stores.ts";
import type { ReplicaRecord } from "../catalog/repository-store.ts";
import type { Clock } from "../clock.ts";
import type { Acting } from "../health/acting/create-acting.ts";
import type { JobQueue } from "../jobs/job-queue.ts";
import type { PlanService } from "../plans/plan-service.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import { isWindowOpen } from "../schedule/run-window.ts";
import type { Scheduling } from "../schedule/start-scheduling.ts";
import type { SettingsService } from "../settings/settings-service.ts";
import { createReadingBack, type ReadingBackService } from "../upkeep/create-reading-back.ts";

export type ReadingBackWiring = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly settings: Pick<SettingsService, "get">;
  readonly plans: Pick<PlanService, "list">;
  readonly repositories: Pick<RepositoryService, "list" | "place" | "hasPassword">;
  readonly queue: () => JobQueue;
  readonly scheduling: () => Pick<Scheduling, "next">;
  readonly acting: Pick<Acting, "causesToSpare">;
  readonly isPausedOnBattery: () => boolean;
  readonly onError: (error: unknown) => void;
  readonly onChange: () => void;
  /** Everything at a replica was read once, since then. */
  readonly onAllRead: (replica: ReplicaRecord, sinceMs: number) => void;
};

/** A part that has just begun must not slow down what is about to. */
const ABOUT_TO_MS = 15 * 60_000;

/** The reading back of repositories, beside plans and disks that fail: both come first. */
export function wireReadingBack(parts: ReadingBackWiring): ReadingBackService {
  const { stores, clock, repositories } = parts;
  const readingBack = createReadingBack({
    ...{ rounds: stores.readingRounds, clock, queue: parts.queue, onChange: parts.onChange },
    ...{ repositories: repositories.list, hasPassword: repositories.hasPassword },
    place: ({ repositoryId, location }) => ({ ...repositories.place(repositoryId), location }),
    onAllRead: parts.onAllRead,
    jobs: () => [...stores.jobs.inState("running"), ...stores.jobs.inState("queued")],
    days: () => parts.settings.get().readBackDays,
    isBackupTime() {
      const nowMs = clock.nowMs();
      return parts.plans.list().some(({ id, isPaused, window }) => {
        if (isPaused) return false;
        const nextMs = parts.scheduling().next(id)?.atMs;
        const isAbout = nextMs !== undefined && nextMs - nowMs < ABOUT_TO_MS;
        // one that is open all day leaves no other time
        const isOwn = window !== null && window.from !== window.to && isWindowOpen(window, nowMs);
        return isAbout || isOwn;
      });
    },
    isPausedOnBattery: parts.isPausedOnBattery,
    isSpared: (id) => parts.acting.causesToSpare(id).length > 0,
  });
  return {
    ...readingBack,
    noteJob(job) {
      try {
        readingBack.noteJob(job);
      } catch (error) {
        parts.onError(error); // it must not keep the queue from recording what happened
      }
    },
  };
}
