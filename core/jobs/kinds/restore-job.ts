import { z } from "zod";
import { TreePath } from "../../../shared/model/primitives.ts";
import { type RawPath, rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import { defineJob, type JobContext } from "../define-job.ts";
import type { JobResult } from "../job.ts";
import { MAX_NAMED_PROBLEMS } from "./named-problems.ts";
import { DatabaseRestoreInput, restoreIntoDatabase } from "./restore-into-database.ts";
import { describeReading, ReadPlace, withReadable } from "./with-readable.ts";
import { tellLockLeft } from "./with-repository.ts";

const FilesRestoreInput = z.strictObject({
  repository: ReadPlace,
  /** What `restore` takes: an id, the beginning of one, `latest`, each with `:folder` if wanted. */
  snapshot: z.string().min(1),
  /** Absolute path; without it everything goes back to where it was. */
  targetFolder: z.string().min(1).optional(),
  includes: z.array(z.string()),
  excludes: z.array(z.string()),
  /** Only these entries and what is below them, from the root of what is restored. */
  paths: z.array(TreePath.transform((path) => path as RawPath)).optional(),
  /** A folder of the snapshot: what is in it goes directly into the target. */
  folder: TreePath.transform((path) => path as RawPath).optional(),
  conflict: z.enum(["skip", "overwrite", "newer", "keep-both"]),
  verify: z.boolean(),
});

/** Restores a snapshot or a part of it, or makes a database of a dump in it. */
export const restoreJob = defineJob({
  kind: "restore",
  access: "shared",
  input: z.union([FilesRestoreInput, DatabaseRestoreInput]),
  repositoryOf: (input) => input.repository.location,
  run: (input, context) =>
    "database" in input ? restoreIntoDatabase(input, context) : restoreFiles(input, context),
});

async function restoreFiles(
  input: z.infer<typeof FilesRestoreInput>,
  context: JobContext,
): Promise<JobResult> {
  const { runRestore } = await import("../../restore/run-restore.ts");
  const { loadSnapshots } = await import("../../repository/snapshots/load-snapshots.ts");
  const { findSnapshot } = await import("../../repository/snapshots/find-snapshot.ts");
  const patterns = (globs: readonly string[]) =>
    globs.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase: false }));
  const { result, readFrom } = await withReadable(input.repository, context, async (repository, cache) => {
    const { snapshots } = await loadSnapshots(repository, cache, context.signal);
    const { snapshot, subfolder } = findSnapshot(snapshots, input.snapshot);
    return await runRestore(
      repository,
      cache,
      {
        snapshot,
        subfolder: input.folder ?? (subfolder === undefined ? undefined : rawPathFromText(subfolder)),
        target: input.targetFolder === undefined ? "original-place" : { folder: input.targetFolder },
        includes: patterns(input.includes),
        excludes: patterns(input.excludes),
        paths: input.paths,
        conflict: input.conflict,
        verify: input.verify,
      },
      {
        signal: context.signal,
        onLockLeft: tellLockLeft(context),
        reportProgress: ({ filesDone, bytesDone, filesFound, bytesFound, isScanned, path }) =>
          context.reportProgress({
            phase: "restore",
            filesDone,
            bytesDone,
            ...(path === undefined ? {} : { currentPath: rawPathToText(path) }),
            ...(isScanned ? { filesTotal: filesFound, bytesTotal: bytesFound } : {}),
          }),
      },
    );
  });
  const { counts, problems, furtherProblems, renamed } = result;
  const reading = describeReading(readFrom);
  return {
    problemCount: problems.length + furtherProblems,
    summary: {
      ...reading.summary,
      counts: { ...counts, ...reading.counts },
      renamed: renamed.slice(0, MAX_NAMED_PROBLEMS).map(({ path, restoredAs }) => ({
        path: rawPathToText(path),
        restoredAs: rawPathToText(restoredAs),
      })),
      problems: problems.slice(0, MAX_NAMED_PROBLEMS).map(({ path, reason, systemCode }) => ({
        path: rawPathToText(path),
        reason,
        systemCode,
      })),
    },
  };
}
