import type { BackupJob } from "../../core/backup/make-snapshot.ts";
import type { CommandContext } from "../context.ts";
import { warnOfLockLeft } from "../options/open-for-command.ts";
import { createJobReporter } from "./job-progress.ts";
import { pathText } from "./path-text.ts";
import { showSaved } from "./show-saved.ts";

/** Shows how far a backup is, and with `-vv` what it does with each entry. */
export function observeBackup(context: CommandContext): BackupJob {
  const reporter = createJobReporter(context, { filesDone: "files_done", bytesDone: "bytes_done" });
  return {
    signal: context.signal,
    onLockLeft: warnOfLockLeft(context),
    onSaved: context.output.verbosity >= 2 ? (entry) => showSaved(entry, context) : undefined,
    reportProgress: ({ filesDone, bytesDone, filesFound, bytesFound, isScanned, path }) =>
      reporter.report(() => ({
        filesDone,
        bytesDone,
        filesTotal: filesFound,
        bytesTotal: bytesFound,
        isTotalKnown: isScanned,
        item: path === undefined ? undefined : pathText(path),
      })),
  };
}
