import { z } from "zod";
import { defineJob } from "../define-job.ts";
import { MAX_NAMED_PROBLEMS } from "./backup-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const CheckInput = z.strictObject({
  repository: RepositoryPlace,
  /** Share of all packs to read back, in percent; 0 checks the structure only. */
  readDataPercent: z.number().min(0).max(100),
});

/** Checks a repository. Damage it finds is a problem of the job, which then is not simply done. */
export const checkJob = defineJob({
  kind: "check",
  access: "shared",
  input: CheckInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { runCheck } = await import("../../repository/check/run-check.ts");
    const percent = input.readDataPercent;
    const readData = percent === 0 ? ({ kind: "none" } as const) : ({ kind: "percent", percent } as const);
    const result = await withRepository(input.repository, context, (repository) =>
      runCheck(repository, { readData }, context),
    );
    const { problems, problemCount, snapshots, packs, trees, packsRead, bytesRead } = result;
    return {
      problemCount,
      summary: {
        counts: { snapshots, packs, trees, packsRead, bytesRead },
        suggestRebuildIndex: result.suggestRebuildIndex,
        problems: problems.slice(0, MAX_NAMED_PROBLEMS).map((problem) => ({ ...problem })),
      },
    };
  },
});
