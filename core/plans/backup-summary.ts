import { z } from "zod";
import type { SnapshotId } from "../../shared/ids.ts";
import { SnapshotIdText } from "../../shared/model/primitives.ts";
import { SourceMount } from "../backup/source-mount.ts";
import type { JobRecord } from "../jobs/job.ts";

const Summary = z.object({
  snapshotId: SnapshotIdText.nullable(),
  counts: z.object({
    filesNew: z.number(),
    filesChanged: z.number(),
    filesUnmodified: z.number(),
    totalBytesProcessed: z.number(),
  }),
  bytesStored: z.number(),
  isComplete: z.boolean().default(true),
  filesGone: z.number().optional(),
  mounts: z.array(SourceMount).optional(),
});

/** What a backup came to. */
export type BackupSummary = {
  /** Null when nothing had changed, and so none was made. */
  readonly snapshotId: SnapshotId | null;
  readonly filesNew: number;
  readonly filesChanged: number;
  readonly filesUnmodified: number;
  /** Undefined where it cannot be told. */
  readonly filesGone: number | undefined;
  /** Whether the snapshot has all that its source should have given. */
  readonly isComplete: boolean;
  /** What was mounted for the source, and has to be at the next one. Undefined for one of an older Backstay. */
  readonly mounts: readonly SourceMount[] | undefined;
  readonly bytesProcessed: number;
  readonly bytesStored: number;
};

/** @returns undefined for a job that is no backup, or came to nothing */
export function backupSummaryOf({
  kind,
  result,
}: Pick<JobRecord, "kind" | "result">): BackupSummary | undefined {
  if (kind !== "backup" || result === undefined) return undefined;
  const summary = Summary.safeParse(result.summary);
  if (!summary.success) return undefined;
  const { snapshotId, counts, bytesStored, isComplete, filesGone, mounts } = summary.data;
  const { filesNew, filesChanged, filesUnmodified, totalBytesProcessed } = counts;
  return {
    ...{ snapshotId, filesNew, filesChanged, filesUnmodified, filesGone, mounts, bytesStored, isComplete },
    bytesProcessed: totalBytesProcessed,
  };
}
