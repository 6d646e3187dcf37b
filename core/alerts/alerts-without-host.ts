/** Alerts of a data folder with which no host works. */
import { existsSync } from "node:fs";
import path from "node:path";
import type { AlertId } from "../../shared/ids.ts";
import type { Alert } from "../../shared/model/alert.ts";
import { openStores, openStoresToRead } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
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
  const lock = lockDataFolder(folder);
  try {
    const stores = openStores(folder);
    try {
      const alerts = createAlertService(stores.alerts, clock, () => {});
      return ids.map((id) => alerts.acknowledge(id));
    } finally {
      stores.close();
    }
  } finally {
    lock.release();
  }
}
