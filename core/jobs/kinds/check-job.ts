import { z } from "zod";
import type { LostEntry } from "../../repository/check/check-result.ts";
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
    const { problems, problemCount, lost, snapshots, packs, trees, packsRead, bytesRead } = result;
    // what a person would miss comes first, whatever it is that is damaged
    const named = [...lost.entries.map(toProblem), ...problems.map((problem) => ({ ...problem }))];
    return {
      problemCount: problemCount + lost.entries.length,
      summary: {
        counts: { snapshots, packs, trees, packsRead, bytesRead },
        suggestRebuildIndex: result.suggestRebuildIndex,
        problems: named.slice(0, MAX_NAMED_PROBLEMS),
      },
    };
  },
});

/** A file or folder that cannot be restored, in the words restore has for it. */
function toProblem({ path }: LostEntry) {
  return { path, reason: "damaged", systemCode: "" };
}
