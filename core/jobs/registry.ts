import type { JobDefinition } from "./define-job.ts";
import { backupJob } from "./kinds/backup-job.ts";
import { checkJob } from "./kinds/check-job.ts";
import { drillJob } from "./kinds/drill-job.ts";
import { healJob } from "./kinds/heal-job.ts";
import { forgetJob, pruneJob } from "./kinds/prune-job.ts";
import { repairJob } from "./kinds/repair-job.ts";
import { replicateJob } from "./kinds/replicate-job.ts";
import { restoreJob } from "./kinds/restore-job.ts";
import { verifyJob } from "./kinds/verify-job.ts";

/** Every kind of job there is. */
export const jobDefinitions: readonly JobDefinition[] = [
  backupJob,
  restoreJob,
  checkJob,
  forgetJob,
  pruneJob,
  repairJob,
  replicateJob,
  healJob,
  drillJob,
  verifyJob,
];
