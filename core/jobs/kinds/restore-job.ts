import { z } from "zod";
import { rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import { defineJob } from "../define-job.ts";
import { MAX_NAMED_PROBLEMS } from "./backup-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const RestoreInput = z.strictObject({
  repository: RepositoryPlace,
  /** What `restore` takes: an id, the beginning of one, `latest`, each with `:folder` if wanted. */
  snapshot: z.string().min(1),
  /** Absolute path; without it everything goes back to where it was. */
  targetFolder: z.string().min(1).optional(),
  includes: z.array(z.string()),
  excludes: z.array(z.string()),
  conflict: z.enum(["skip", "overwrite", "newer", "keep-both"]),
  verify: z.boolean(),
});

/** Restores a snapshot or a part of it. */
export const restoreJob = defineJob({
  kind: "restore",
  access: "shared",
  input: RestoreInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { runRestore } = await import("../../restore/run-restore.ts");
    const { loadSnapshots } = await import("../../repository/snapshots/load-snapshots.ts");
    const { findSnapshot } = await import("../../repository/snapshots/find-snapshot.ts");
    const patterns = (globs: readonly string[]) =>
      globs.map((glob) => ({ glob: rawPathFromText(glob), ignoreCase: false }));
    const result = await withRepository(input.repository, context, async (repository, cache) => {
      const { snapshots } = await loadSnapshots(repository, cache, context.signal);
      const { snapshot, subfolder } = findSnapshot(snapshots, input.snapshot);
      return await runRestore(
        repository,
        cache,
        {
          snapshot,
          subfolder: subfolder === undefined ? undefined : rawPathFromText(subfolder),
          target: input.targetFolder === undefined ? "original-place" : { folder: input.targetFolder },
          includes: patterns(input.includes),
          excludes: patterns(input.excludes),
          conflict: input.conflict,
          verify: input.verify,
        },
        {
          signal: context.signal,
          reportProgress: ({ filesDone, bytesDone, filesFound, bytesFound, isScanned }) =>
            context.reportProgress({
              phase: "restore",
              filesDone,
              bytesDone,
              ...(isScanned ? { filesTotal: filesFound, bytesTotal: bytesFound } : {}),
            }),
        },
      );
    });
    const { counts, problems, furtherProblems } = result;
    return {
      problemCount: problems.length + furtherProblems,
      summary: {
        counts: { ...counts },
        problems: problems.slice(0, MAX_NAMED_PROBLEMS).map(({ path, reason, systemCode }) => ({
          path: rawPathToText(path),
          reason,
          systemCode,
        })),
      },
    };
  },
});
