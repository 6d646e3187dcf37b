import { type AlertStore, createAlertStore } from "./alert-store.ts";
import { type AuditStore, createAuditStore } from "./audit-store.ts";
import { type AutomaticActStore, createAutomaticActStore } from "./automatic-act-store.ts";
import { type ChannelStore, createChannelStore } from "./channel-store.ts";
import { createDamagedObjectStore, type DamagedObjectStore } from "./damaged-object-store.ts";
import { createDeliveryStore, type DeliveryStore } from "./delivery-store.ts";
import { createDrillStore, type DrillStore } from "./drill-store.ts";
import { createFailoverStore, type FailoverStore } from "./failover-store.ts";
import { createHealthRunStore, type HealthRunStore } from "./health-run-store.ts";
import { createHealthSubjectStore, type HealthSubjectStore } from "./health-subject-store.ts";
import { createHistoryStore } from "./history-store.ts";
import { createHostLayoutStore, type HostLayoutStore } from "./host-layout-store.ts";
import { createJobLogStore, type JobLogStore } from "./job-log-store.ts";
import { createJobStore, type JobStore } from "./job-store.ts";
import { type Catalog, openCatalog, openCatalogToRead } from "./open-catalog.ts";
import { createPinStore, type PinStore } from "./pin-store.ts";
import { createPlanStore, type PlanStore } from "./plan-store.ts";
import { createPlanTimingStore } from "./plan-timing-store.ts";
import { createReadingRoundStore, type ReadingRoundStore } from "./reading-round-store.ts";
import { createReplicaMetricsStore, type ReplicaMetricsStore } from "./replica-metrics-store.ts";
import { createReplicaSetStore, type ReplicaSetStore } from "./replica-set-store.ts";
import { createRepositoryStore, type RepositoryStore } from "./repository-store.ts";
import { createRottenFileStore, type RottenFileStore } from "./rotten-file-store.ts";
import { createRunStore, type RunStore } from "./run-store.ts";
import { createSavedSnapshotStore, type SavedSnapshotStore } from "./saved-snapshot-store.ts";
import { createSelfTestStore, type SelfTestStore } from "./self-test-store.ts";
import { createSettingsStore, type SettingsStore } from "./settings-store.ts";
import { createSourceStore, type SourceStore } from "./source-store.ts";
import { createStandingStore, type StandingStore } from "./standing-store.ts";
import { createWatchedHostStore, type WatchedHostStore } from "./watched-host-store.ts";

/** The catalog of a host, table by table. */
export type Stores = {
  readonly settings: SettingsStore;
  readonly repositories: RepositoryStore;
  readonly snapshots: SavedSnapshotStore;
  readonly pins: PinStore;
  readonly rottenFiles: RottenFileStore;
  readonly sources: SourceStore;
  readonly plans: PlanStore;
  readonly planTiming: ReturnType<typeof createPlanTimingStore>;
  readonly runs: RunStore;
  readonly jobs: JobStore;
  readonly jobLog: JobLogStore;
  readonly alerts: AlertStore;
  readonly channels: ChannelStore;
  readonly deliveries: DeliveryStore;
  readonly watchedHosts: WatchedHostStore;
  readonly healthSubjects: HealthSubjectStore;
  readonly healthRuns: HealthRunStore;
  readonly hostLayouts: HostLayoutStore;
  readonly automaticActs: AutomaticActStore;
  readonly selfTests: SelfTestStore;
  readonly failover: FailoverStore;
  readonly replicaSets: ReplicaSetStore;
  readonly replicaMetrics: ReplicaMetricsStore;
  readonly drills: DrillStore;
  readonly damagedObjects: DamagedObjectStore;
  readonly standings: StandingStore;
  readonly readingRounds: ReadingRoundStore;
  readonly audit: AuditStore;
  /** Lets go of jobs, runs and alerts that were over before, and sooner of backups that only followed changes. */
  forgetHistory(nowMs: number, keepDays: number): void;
  /** May be called twice. */
  close(): void;
};

const DAY_MS = 24 * 3_600_000;
const KEEP_CHANGES_DAYS = 30;
/** A quarter of a year can be shown, and a few rows an hour are little. */
const KEEP_METRICS_DAYS = 92;

/**
 * @param folder exists
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function openStores(folder: string): Stores {
  return storesOf(openCatalog(folder));
}

/**
 * The same for looking only, while no host has them open.
 *
 * @param folder has a catalog
 * @returns undefined when it is of an older Backstay
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function openStoresToRead(folder: string): Stores | undefined {
  const catalog = openCatalogToRead(folder);
  return catalog === undefined ? undefined : storesOf(catalog);
}

function storesOf({ database, close }: Catalog): Stores {
  const history = createHistoryStore(database);
  const runs = createRunStore(database);
  const alerts = createAlertStore(database);
  const deliveries = createDeliveryStore(database);
  const automaticActs = createAutomaticActStore(database);
  const failover = createFailoverStore(database);
  const drills = createDrillStore(database);
  const damagedObjects = createDamagedObjectStore(database);
  const replicaMetrics = createReplicaMetricsStore(database);
  return {
    settings: createSettingsStore(database),
    repositories: createRepositoryStore(database),
    snapshots: createSavedSnapshotStore(database),
    pins: createPinStore(database),
    rottenFiles: createRottenFileStore(database),
    sources: createSourceStore(database),
    plans: createPlanStore(database),
    planTiming: createPlanTimingStore(database),
    runs,
    jobs: createJobStore(database),
    jobLog: createJobLogStore(database),
    alerts,
    channels: createChannelStore(database),
    deliveries,
    watchedHosts: createWatchedHostStore(database),
    healthSubjects: createHealthSubjectStore(database),
    healthRuns: createHealthRunStore(database),
    hostLayouts: createHostLayoutStore(database),
    automaticActs,
    selfTests: createSelfTestStore(database),
    failover,
    replicaSets: createReplicaSetStore(database),
    replicaMetrics,
    drills,
    damagedObjects,
    standings: createStandingStore(database),
    readingRounds: createReadingRoundStore(database),
    audit: createAuditStore(database),
    forgetHistory(nowMs, keepDays) {
      const beforeMs = nowMs - keepDays * DAY_MS;
      history.removeChangesEndedBefore(nowMs - Math.min(keepDays, KEEP_CHANGES_DAYS) * DAY_MS);
      history.removeJobsEndedBefore(beforeMs);
      runs.removeEndedBefore(beforeMs);
      alerts.removeResolvedBefore(beforeMs);
      deliveries.removeEndedBefore(beforeMs);
      automaticActs.removeBefore(beforeMs);
      failover.removeBefore(beforeMs);
      drills.removeBefore(beforeMs);
      damagedObjects.removeBefore(beforeMs);
      replicaMetrics.removeBefore(nowMs - KEEP_METRICS_DAYS * DAY_MS);
    },
    close,
  };
}
