import { z } from "zod";
import type { SnapshotId } from "../../../shared/ids.ts";
import { isFullId } from "../../../shared/ids.ts";
import { defineJob } from "../define-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const FullSnapshotId = z
  .string()
  .refine(isFullId)
  .transform((id) => id as SnapshotId);

const ForgetInput = z.strictObject({ repository: RepositoryPlace, snapshots: z.array(FullSnapshotId) });

/** Removes snapshots that a person or a retention rule chose. Their data stays until it is pruned. */
export const forgetJob = defineJob({
  kind: "forget",
  access: "exclusive",
  input: ForgetInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { forgetSnapshots } = await import("../../repository/snapshots/remove-snapshots.ts");
    const removed = await withRepository(input.repository, context, (repository) =>
      forgetSnapshots(repository, input.snapshots, context),
    );
    return { problemCount: 0, summary: { removed: [...removed] } };
  },
});

const PruneInput = z.strictObject({
  repository: RepositoryPlace,
  /** Share of the repository that may stay unused, in percent. */
  maxUnusedPercent: z.number().min(0).max(99),
});

/** Removes what no snapshot needs any more. */
export const pruneJob = defineJob({
  kind: "prune",
  access: "exclusive",
  input: PruneInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { runPrune } = await import("../../repository/prune/run-prune.ts");
    const maxUnused = { kind: "percent", percent: input.maxUnusedPercent } as const;
    const { report, bytesWritten } = await withRepository(input.repository, context, (repository, cache) =>
      runPrune(repository, cache, { maxUnused }, context),
    );
    return { problemCount: 0, summary: { report: { ...report }, bytesWritten } };
  },
});
