import type { SourceId } from "../../shared/ids.ts";
import { msOf } from "../catalog/columns.ts";
import type { JobStore } from "../catalog/job-store.ts";
import { backupSummaryOf } from "../plans/backup-summary.ts";
import type { PastBackup } from "./estimate-changes.ts";

/** Enough for a month of many sources, and soon read. */
const MANY = 500;

/** The last backups that came to their end, by source. */
export function pastBackups(jobs: Pick<JobStore, "page">): (id: SourceId) => readonly PastBackup[] {
  const found = new Map<SourceId, PastBackup[]>();
  const ended = { kinds: ["backup"], states: ["done", "done-with-problems"], createdBeforeNs: null } as const;
  for (const job of jobs.page(ended, MANY)) {
    const { sourceId } = job.origin;
    const summary = backupSummaryOf(job);
    if (sourceId === undefined || summary === undefined || job.endedNs === undefined) continue;
    const { filesNew, filesChanged, bytesStored } = summary;
    const own = found.get(sourceId) ?? [];
    own.push({ endedMs: msOf(job.endedNs), files: filesNew + filesChanged, bytes: bytesStored });
    found.set(sourceId, own);
  }
  return (id) => found.get(id) ?? [];
}
