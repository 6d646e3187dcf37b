import { createJobs } from "./001-jobs.ts";
import { createSettings } from "./002-settings.ts";
import { createRepositories } from "./003-repositories.ts";
import { createPlans } from "./004-plans.ts";
import { createRuns } from "./005-runs.ts";
import { createAlerts } from "./006-alerts.ts";
import { createPlanTiming } from "./007-plan-timing.ts";
import { addFilesGone } from "./008-files-gone.ts";
import { createAlertDelivery } from "./009-alert-delivery.ts";
import { createHealth } from "./010-health.ts";
import { createActingOnHealth } from "./011-acting-on-health.ts";
import { createFailover } from "./013-failover.ts";
import { createWhereThingsStand } from "./014-where-things-stand.ts";
import { createReplicaSets } from "./015-replica-sets.ts";
import { createReplicaMetrics } from "./016-replica-metrics.ts";
import { createDrills } from "./017-drills.ts";
import { createAuditTrail } from "./018-audit-trail.ts";
import { createDamagedObjects } from "./020-damaged-objects.ts";
import { allowPackDelivery } from "./021-pack-delivery.ts";
import { addSourceMounts } from "./022-source-mounts.ts";
import { createPins } from "./023-pins.ts";
import type { Migration } from "./migration.ts";

/** In the order they are applied. */
export const migrations: readonly Migration[] = [
  createJobs,
  createSettings,
  createRepositories,
  createPlans,
  createRuns,
  createAlerts,
  createPlanTiming,
  addFilesGone,
  createAlertDelivery,
  createHealth,
  createActingOnHealth,
  createFailover,
  createWhereThingsStand,
  createReplicaSets,
  createReplicaMetrics,
  createDrills,
  createAuditTrail,
  createDamagedObjects,
  allowPackDelivery,
  addSourceMounts,
  createPins,
];
