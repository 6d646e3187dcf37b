import type { BackupJob } from "../../core/backup/make-snapshot.ts";
import type { CommandContext } from "../context.ts";
import { warnOfLockLeft } from "../options/open-for-command.ts";
import { createJobReporter } from "./job-progress.ts";
import { pathText } from "./path-text.ts";
import { showSaved } from "./show-saved.ts";

/** Shows how far a backup is, and with `-vv` what it does with each entry. */
export function observeBackup(context: CommandContext): BackupJob {
  const reporter = createJobReporter(context, { filesDone: "files_done", bytesDone: "bytes_done" });
  const { output } = context;
  let isScanTold = false;
  return {
    signal: context.signal,
    onLockLeft: warnOfLockLeft(context),
    onSaved: output.verbosity >= 2 ? (entry) => showSaved(entry, context) : undefined,
    reportProgress({ filesDone, bytesDone, filesFound, bytesFound, isScanned, path }) {
      if (isScanned && !isScanTold) {
        isScanTold = true;
        if (output.verbosity >= 2) output.json(scanFinished(filesFound, bytesFound, reporter.elapsedMs()));
      }
      reporter.report(() => ({
        filesDone,
        bytesDone,
        filesTotal: filesFound,
        bytesTotal: bytesFound,
        isTotalKnown: isScanned,
        item: path === undefined ? undefined : pathText(path),
      }));
    },
  };
}

/** What restic says once it knows how much there is to save. */
function scanFinished(files: number, bytes: number, elapsedMs: number) {
  return {
    ...{ message_type: "verbose_status", action: "scan_finished", item: "", duration: elapsedMs / 1000 },
    ...{
      data_size: bytes,
      data_size_in_repo: 0,
      metadata_size: 0,
      metadata_size_in_repo: 0,
      total_files: files,
    },
  };
}
