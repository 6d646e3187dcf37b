import type { BackupResult } from "../../core/backup/make-snapshot.ts";
import { formatTime } from "../../core/repository/format/go-time.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatDuration } from "../../shared/format/duration.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";

/**
 * Says what a backup did: a few lines for a person, restic's `summary` for a program.
 *
 * @param unsaved how many files and folders could not be saved, those included that were named but are not there
 */
export function showBackupSummary(
  result: BackupResult,
  unsaved: number,
  { output, words, language }: Pick<CommandContext, "output" | "words" | "language">,
): void {
  const { tally, snapshotId, mode, parent } = result;
  const say = words.backup;
  const count = (number: number) => formatCount(number, language);
  const durationMs = Number(result.endedNs - result.startedNs) / 1e6;
  output.json(summaryJson(result, unsaved));
  output.note(say.files(count(tally.filesNew), count(tally.filesChanged), count(tally.filesUnmodified)));
  output.note(say.folders(count(tally.dirsNew), count(tally.dirsChanged), count(tally.dirsUnmodified)));
  const added = formatBytes(tally.dataAdded);
  output.note(
    snapshotId === undefined ? say.wouldAdd(added) : say.added(added, formatBytes(result.bytesStored)),
  );
  const { totalFilesProcessed, totalBytesProcessed } = tally;
  const processed = say.processed(
    totalFilesProcessed,
    formatBytes(totalBytesProcessed),
    formatDuration(durationMs, language),
  );
  const how = say.mode(mode, parent === undefined ? undefined : shortId(parent));
  output.note(
    `${snapshotId === undefined ? say.notSaved : say.saved(shortId(snapshotId))} (${how}): ${processed}`,
  );
  if (unsaved > 0) output.line(say.unreadable(unsaved));
}

/** restic's members, and behind them our own: `mode`, `parent` and `error_count`. */
function summaryJson({ tally, ...result }: BackupResult, unsaved: number): Readonly<Record<string, unknown>> {
  const isDryRun = result.snapshotId === undefined;
  return {
    message_type: "summary",
    dry_run: isDryRun ? true : undefined,
    files_new: tally.filesNew,
    files_changed: tally.filesChanged,
    files_unmodified: tally.filesUnmodified,
    dirs_new: tally.dirsNew,
    dirs_changed: tally.dirsChanged,
    dirs_unmodified: tally.dirsUnmodified,
    data_blobs: tally.dataBlobs,
    tree_blobs: tally.treeBlobs,
    data_added: tally.dataAdded,
    data_added_packed: result.bytesStored,
    total_files_processed: tally.totalFilesProcessed,
    total_bytes_processed: tally.totalBytesProcessed,
    backup_start: formatTime(result.startedNs),
    backup_end: formatTime(result.endedNs),
    total_duration: Number(result.endedNs - result.startedNs) / 1e9,
    snapshot_id: result.snapshotId,
    mode: result.mode,
    parent: result.parent,
    error_count: unsaved,
    fs_snapshots: result.moment,
  };
}
