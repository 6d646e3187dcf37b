/** What is known of disks and hosts in a data folder with which no host works. */
import { existsSync } from "node:fs";
import path from "node:path";
import { openStoresToRead } from "../../catalog/open-stores.ts";
import type { Clock } from "../../clock.ts";
import { createHealthService, type HealthService } from "./health-service.ts";

/**
 * Changes nothing.
 * @returns what `look` makes of it; undefined when nothing was ever set up there, or by an older Backstay
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function readHealth<T>(
  folder: string,
  clock: Clock,
  look: (
    health: Pick<HealthService, "overview" | "hosts" | "disks" | "arrays" | "controllers" | "volumes">,
  ) => T,
): T | undefined {
  if (!existsSync(path.join(folder, "catalog.db"))) return undefined;
  const stores = openStoresToRead(folder);
  if (stores === undefined) return undefined;
  try {
    return look(createHealthService(stores, clock, () => false));
  } finally {
    stores.close();
  }
}
