/** What a host does now and then. */
import type { AlertService } from "../alerts/alert-service.ts";
import type { DeliveryService } from "../alerts/delivery/delivery-service.ts";
import { watchOverdue } from "../alerts/overdue-watch.ts";
import type { Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import type { DrillService } from "../failover/drills/drill-service.ts";
import type { HealService } from "../failover/heal/heal-service.ts";
import type { Poller } from "../health/hosts/poller.ts";
import type { SelfTests } from "../health/self-tests/create-self-tests.ts";
import type { OverviewService } from "../overview/overview-service.ts";
import type { PlacementWatch } from "../replicas/placement-watch.ts";
import type { RepositoryService } from "../repositories/repository-service.ts";
import type { SettingsService } from "../settings/settings-service.ts";
import type { ReadingBackService } from "../upkeep/create-reading-back.ts";
import { watchRoom } from "./data-folder-trouble.ts";
import type { Chore } from "./housekeeping.ts";

export type ChoreParts = {
  readonly alerts: AlertService;
  /** All undefined where nothing happens by itself. */
  readonly poller?: Pick<Poller, "tick">;
  readonly selfTests?: Pick<SelfTests, "tick">;
  readonly readingBack?: Pick<ReadingBackService, "tick">;
  readonly drills?: Pick<DrillService, "tick">;
  readonly healing?: Pick<HealService, "tick">;
  readonly placement?: Pick<PlacementWatch, "tick">;
  /** Removes snapshots of file systems that backups left behind which were killed. */
  readonly fsSnapshots?: { readonly tick: () => Promise<void> };
  readonly delivery: Pick<DeliveryService, "tick">;
  readonly overview: Pick<OverviewService, "statuses">;
  readonly repositories: Pick<RepositoryService, "list" | "refresh">;
  readonly settings: Pick<SettingsService, "get">;
  readonly stores: Pick<Stores, "forgetHistory" | "healthRuns">;
  readonly clock: Clock;
  /** The data folder. */
  readonly folder: string;
};

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** What is found together is mended together. */
const HEAL_EVERY_MS = 20_000;
const LOOK_EVERY_MS = 5 * MINUTE_MS;
/** A computer that was off for a week catches up first; whoever turns it on need not be told what it is about to do. */
const OVERDUE_GRACE_MS = 10 * MINUTE_MS;

/** To be asked for when the host starts: the time of grace counts from then. */
export function standingChores(parts: ChoreParts): readonly Chore[] {
  const { alerts, delivery, overview, repositories, settings, stores, clock } = parts;
  const openedMs = clock.nowMs();
  return [
    {
      name: "overdue",
      everyMs: MINUTE_MS,
      run() {
        alerts.noteTime();
        const nowMs = clock.nowMs();
        const isGraceOver = Math.abs(nowMs - openedMs) >= OVERDUE_GRACE_MS;
        if (!isGraceOver) return;
        watchOverdue(alerts, overview.statuses(), nowMs);
        parts.placement?.tick();
      },
    },
    { name: "alert delivery", everyMs: 1_000, run: delivery.tick },
    { name: "room for the catalog", everyMs: MINUTE_MS, run: () => watchRoom(alerts, parts.folder) },
    {
      name: "look at repositories",
      everyMs: LOOK_EVERY_MS,
      run: async () =>
        void (await Promise.all(repositories.list().map(({ id }) => repositories.refresh(id)))),
    },
    { name: "watched hosts", everyMs: 1_000, run: () => parts.poller?.tick() },
    { name: "self-tests of disks", everyMs: MINUTE_MS, run: async () => await parts.selfTests?.tick() },
    {
      name: "reading data back",
      everyMs: MINUTE_MS,
      run: async () => await parts.readingBack?.tick(),
    },
    { name: "mending replicas", everyMs: HEAL_EVERY_MS, run: () => parts.healing?.tick() },
    { name: "snapshots left behind", everyMs: DAY_MS, run: async () => await parts.fsSnapshots?.tick() },
    { name: "drills", everyMs: MINUTE_MS, run: () => parts.drills?.tick() },
    {
      name: "history of disks",
      everyMs: DAY_MS,
      run: () => stores.healthRuns.thinOut(clock.nowMs()),
    },
    {
      name: "history",
      everyMs: DAY_MS,
      run: () => stores.forgetHistory(clock.nowMs(), settings.get().keepHistoryDays),
    },
  ];
}
