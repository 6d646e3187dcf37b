import { existsSync } from "node:fs";
import path from "node:path";
import type { Overview } from "../../shared/model/overview.ts";
import { createAlertService } from "../alerts/alert-service.ts";
import { openStoresToRead } from "../catalog/open-stores.ts";
import type { Clock } from "../clock.ts";
import { createOverviewHealth } from "./overview-health.ts";
import { createOverviewService } from "./overview-service.ts";

/**
 * What the catalog of a data folder knows while no host works with it: when sources were backed up, what is overdue, which alerts are
 * open. Nothing runs and nothing will start, so there are neither jobs nor a next run. Changes nothing.
 *
 * @returns undefined when nothing was ever set up there, or by an older Backstay, whose catalog has to be brought up to date first
 * @throws {BackstayError} CATALOG_NEWER, CATALOG_BROKEN
 */
export function readOverview(folder: string, clock: Clock): Overview | undefined {
  if (!existsSync(path.join(folder, "catalog.db"))) return undefined;
  const stores = openStoresToRead(folder);
  if (stores === undefined) return undefined;
  try {
    const alerts = createAlertService(stores.alerts, clock, () => {});
    const overview = createOverviewService({
      clock,
      sources: stores.sources.list,
      plans: stores.plans.list,
      repositories: stores.repositories.list,
      snapshots: stores.snapshots,
      runs: stores.runs,
      jobs: stores.jobs,
      alerts,
      viewRun: (run) => ({ ...run, jobIds: [...stores.jobs.idsOfRun(run.id)] }),
      unfinishedJobs: () => [],
      health: createOverviewHealth({ stores, alerts, repositories: stores.repositories.list }),
    }).get();
    return { ...overview, nextRun: null, today: { ...overview.today, planned: [] } };
  } finally {
    stores.close();
  }
}
