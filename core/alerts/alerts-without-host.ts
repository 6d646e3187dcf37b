/** Alerts of a data folder with which no host works. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { AlertId, RepositoryId, SourceId } from "../../shared/ids.ts";
import type { Alert } from "../../shared/model/alert.ts";
import { USUAL_CHANGE_LIMITS } from "../../shared/model/change-guard.ts";
import { openStores, openStoresToRead, type Stores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import { createChangeHold } from "../guard/change-hold.ts";
import { createRotWatch } from "../guard/rot-watch.ts";
import { lockDataFolder } from "../host/host-lock.ts";
import { createAlertService } from "./alert-service.ts";

/**
 * Changes nothing.
 * @returns those whose cause lasted when the last host ended, the worst first; undefined when nothing was ever set up there
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function readAlerts(folder: string, clock: Clock, limit: number): Alert[] | undefined {
  if (!existsSync(path.join(folder, "catalog.db"))) return undefined;
  const stores = openStoresToRead(folder);
  if (stores === undefined) return undefined;
  try {
    return createAlertService(stores.alerts, clock, () => {}).list("open", limit);
  } finally {
    stores.close();
  }
}

/**
 * Acknowledges alerts; the next host knows, and tells nobody of them.
 * @throws {BackstayError} HOST_RUNNING when one starts in this very moment; ALERT_NOT_FOUND
 */
export function acknowledgeAlerts(folder: string, clock: Clock, ids: readonly AlertId[]): Alert[] {
  return withStores(folder, (stores) => {
    const alerts = createAlertService(stores.alerts, clock, () => {});
    return ids.map((id) => alerts.acknowledge(id));
  });
}

/**
 * Says of suspicious changes that they were meant.
 * @throws {BackstayError} HOST_RUNNING when one starts in this very moment
 */
export function approveChanges(
  folder: string,
  clock: Clock,
  changes: readonly { readonly repositoryId: RepositoryId; readonly sourceId: SourceId }[],
): void {
  if (changes.length === 0) return;
  withStores(folder, ({ alerts, jobs, snapshots, settings }) => {
    const hold = createChangeHold({
      ...{ alerts: createAlertService(alerts, clock, () => {}), jobs, snapshots, settings },
      limits: () => USUAL_CHANGE_LIMITS,
      onHeld: () => {},
    });
    for (const { repositoryId, sourceId } of changes) hold.approve(repositoryId, sourceId);
  });
}

/**
 * Says of files that changed without a new date that some program writes them so.
 * @throws {BackstayError} HOST_RUNNING when one starts in this very moment
 */
export function settleRot(
  folder: string,
  clock: Clock,
  sources: readonly { readonly repositoryId: RepositoryId; readonly sourceId: SourceId }[],
): void {
  if (sources.length === 0) return;
  withStores(folder, ({ alerts, pins, rottenFiles: files }) => {
    const watch = createRotWatch({
      ...{ alerts: createAlertService(alerts, clock, () => {}), pins, files, clock },
      ...{ disksUnder: () => [], onPins: () => {} },
    });
    for (const { repositoryId, sourceId } of sources) watch.settle(repositoryId, sourceId, true);
  });
}

function withStores<T>(folder: string, work: (stores: Stores) => T): T {
  const lock = lockDataFolder(folder);
  try {
    const stores = openStores(folder);
    try {
      return work(stores);
    } finally {
      stores.close();
    }
  } finally {
    lock.release();
  }
}
