import type { BackupJob } from "../../backup/make-snapshot.ts";
import { rawPathToText } from "../../platform/raw-path.ts";
import type { JobContext } from "../define-job.ts";

/** Tells the progress of a backup that walks folders, with totals once all of them are known. */
export function reportSaving(context: Pick<JobContext, "reportProgress">): BackupJob["reportProgress"] {
  return ({ filesDone, bytesDone, filesFound, bytesFound, isScanned, path }, totals) =>
    context.reportProgress({
      ...{ phase: "save", filesDone, bytesDone, ...totals },
      ...(path === undefined ? {} : { currentPath: rawPathToText(path) }),
      ...(isScanned ? { filesTotal: filesFound, bytesTotal: bytesFound } : {}),
    });
}
