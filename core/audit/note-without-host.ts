import { existsSync } from "node:fs";
import path from "node:path";
import { openStores } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import { lockDataFolder } from "../host/host-lock.ts";
import { createAuditTrail, type NewAct } from "./audit-trail.ts";

/**
 * Records what is done to a data folder with which no host works. Where nothing was ever set up there is no trail yet, and none is made.
 * @throws {BackstayError} HOST_RUNNING when one starts in this very moment; CATALOG_NEWER, CATALOG_BROKEN
 */
export function noteWithoutHost(
  folder: string,
  clock: Clock,
  act: NewAct,
  onProblem: (error: unknown) => void,
): void {
  if (!existsSync(path.join(folder, "catalog.db"))) return;
  const lock = lockDataFolder(folder);
  try {
    const stores = openStores(folder);
    try {
      createAuditTrail({ store: stores.audit, clock, folder, onProblem }).note(act);
    } finally {
      stores.close();
    }
  } finally {
    lock.release();
  }
}
