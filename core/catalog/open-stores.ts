import { type AlertStore, createAlertStore } from "./alert-store.ts";
import { createHistoryStore } from "./history-store.ts";
import { createJobLogStore, type JobLogStore } from "./job-log-store.ts";
import { createJobStore, type JobStore } from "./job-store.ts";
import { openCatalog } from "./open-catalog.ts";
import { createPlanStore, type PlanStore } from "./plan-store.ts";
import { createPlanTimingStore } from "./plan-timing-store.ts";
import { createRepositoryStore, type RepositoryStore } from "./repository-store.ts";
import { createRunStore, type RunStore } from "./run-store.ts";
import { createSavedSnapshotStore, type SavedSnapshotStore } from "./saved-snapshot-store.ts";
import { createSettingsStore, type SettingsStore } from "./settings-store.ts";
import { createSourceStore, type SourceStore } from "./source-store.ts";

/** The catalog of a host, table by table. */
export type Stores = {
  readonly settings: SettingsStore;
  readonly repositories: RepositoryStore;
  readonly snapshots: SavedSnapshotStore;
  readonly sources: SourceStore;
  readonly plans: PlanStore;
  readonly planTiming: ReturnType<typeof createPlanTimingStore>;
  readonly runs: RunStore;
  readonly jobs: JobStore;
  readonly jobLog: JobLogStore;
  readonly alerts: AlertStore;
  /** Lets go of jobs, runs and alerts that were over before. */
  forgetHistory(beforeMs: number): void;
  /** May be called twice. */
  close(): void;
};

/**
 * @param folder exists
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function openStores(folder: string): Stores {
  const { database, close } = openCatalog(folder);
  const history = createHistoryStore(database);
  const runs = createRunStore(database);
  const alerts = createAlertStore(database);
  return {
    settings: createSettingsStore(database),
    repositories: createRepositoryStore(database),
    snapshots: createSavedSnapshotStore(database),
    sources: createSourceStore(database),
    plans: createPlanStore(database),
    planTiming: createPlanTimingStore(database),
    runs,
    jobs: createJobStore(database),
    jobLog: createJobLogStore(database),
    alerts,
    forgetHistory(beforeMs) {
      history.removeJobsEndedBefore(beforeMs);
      runs.removeEndedBefore(beforeMs);
      alerts.removeResolvedBefore(beforeMs);
    },
    close,
  };
}
