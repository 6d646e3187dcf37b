/** What the programs of hooks are told by their environment. Names and values are part of the documentation. */
import type { JobId, PlanId, RepositoryId } from "../../../shared/ids.ts";
import type { PlanHook } from "../../../shared/model/plan-hooks.ts";
import type { JobRecord } from "../../jobs/job.ts";
import { backupSummaryOf } from "../backup-summary.ts";

/** A backup as its hooks are told of it, for as long as it lasts. */
export type HookedBackup = {
  readonly planId: PlanId;
  readonly planName: string;
  readonly sourceId: string;
  readonly sourceName: string;
  readonly repositoryId: RepositoryId;
  readonly repositoryName: string;
  readonly runId: string;
  readonly trigger: string;
  /** Empty in a trial. */
  readonly jobId: JobId;
  readonly attempt: number;
};

/** How it ended. */
export type BackupOutcome = Pick<JobRecord, "state" | "result" | "error">;

/** @param outcome undefined before the backup */
export function hookVariables(
  { name, when }: Pick<PlanHook, "name" | "when">,
  backup: HookedBackup,
  outcome: BackupOutcome | undefined,
  { nowMs, isTrial }: { readonly nowMs: number; readonly isTrial: boolean },
): Record<string, string> {
  const summary = outcome === undefined ? undefined : backupSummaryOf({ ...outcome, kind: "backup" });
  const count = (number: number | undefined) => (number === undefined ? "" : String(number));
  return {
    BACKSTAY_HOOK: name,
    BACKSTAY_WHEN: when,
    BACKSTAY_PLAN: backup.planName,
    BACKSTAY_PLAN_ID: backup.planId,
    BACKSTAY_SOURCE: backup.sourceName,
    BACKSTAY_SOURCE_ID: backup.sourceId,
    BACKSTAY_REPOSITORY: backup.repositoryName,
    BACKSTAY_REPOSITORY_ID: backup.repositoryId,
    BACKSTAY_RUN_ID: backup.runId,
    BACKSTAY_TRIGGER: backup.trigger,
    BACKSTAY_JOB_ID: backup.jobId,
    BACKSTAY_ATTEMPT: String(backup.attempt),
    BACKSTAY_STATE: outcome?.state ?? "",
    BACKSTAY_ERROR: outcome?.error?.code ?? "",
    BACKSTAY_PROBLEMS: count(outcome?.result?.problemCount),
    BACKSTAY_SNAPSHOT_ID: summary?.snapshotId ?? "",
    BACKSTAY_FILES_NEW: count(summary?.filesNew),
    BACKSTAY_FILES_CHANGED: count(summary?.filesChanged),
    BACKSTAY_FILES_UNMODIFIED: count(summary?.filesUnmodified),
    BACKSTAY_BYTES_PROCESSED: count(summary?.bytesProcessed),
    BACKSTAY_BYTES_ADDED: count(summary?.bytesStored),
    BACKSTAY_TIME: new Date(nowMs).toISOString(),
    BACKSTAY_TRIAL: isTrial ? "1" : "",
  };
}
