import { z } from "zod";
import type { CheckResult, LostEntry } from "../../repository/check/check-result.ts";
import type { ReadData } from "../../repository/check/select-packs.ts";
import { defineJob } from "../define-job.ts";
import { MAX_NAMED_PROBLEMS } from "./backup-job.ts";
import { RepositoryPlace, withRepository } from "./with-repository.ts";

const CheckInput = z.strictObject({
  repository: RepositoryPlace,
  /** Share of all packs to read back, in percent; 0 checks the structure only. */
  readDataPercent: z.number().min(0).max(100),
  /** One of several parts that are everything together, instead of a random share. */
  part: z.strictObject({ part: z.int().min(1).max(256), of: z.int().min(1).max(256) }).optional(),
});

/** Checks a repository. Damage it finds is a problem of the job, which then is not simply done. */
export const checkJob = defineJob({
  kind: "check",
  access: "shared",
  input: CheckInput,
  repositoryOf: (input) => input.repository.location,
  async run(input, context) {
    const { runCheck } = await import("../../repository/check/run-check.ts");
    const readData = readDataOf(input);
    const result = await withRepository(input.repository, context, (repository) =>
      runCheck(repository, { readData }, context),
    );
    const { snapshots, packs, trees, packsRead, bytesRead, packsToRebuild } = result;
    const { problemCount, problems } = describeCheck(result);
    return {
      problemCount,
      summary: {
        counts: { snapshots, packs, trees, packsRead, bytesRead },
        suggestRebuildIndex: result.suggestRebuildIndex,
        packsToRebuild: packsToRebuild.length > MAX_NAMED_PACKS ? null : [...packsToRebuild],
        problems,
      },
    };
  },
});

function readDataOf({ readDataPercent: percent, part }: z.infer<typeof CheckInput>): ReadData {
  if (part !== undefined) return { kind: "part", ...part };
  return percent === 0 ? { kind: "none" } : { kind: "percent", percent };
}

/** Packs that a result names for a repair. With more of them, reading all is hardly slower. */
const MAX_NAMED_PACKS = 1_000;

/** What a check found, as the result of a job tells it: what a person would miss comes first, whatever it is that is damaged. */
export function describeCheck({ problems, problemCount, lost }: CheckResult) {
  const named = [...lost.entries.map(toProblem), ...problems.map((problem) => ({ ...problem }))];
  return { problemCount: problemCount + lost.entries.length, problems: named.slice(0, MAX_NAMED_PROBLEMS) };
}

/** A file or folder that cannot be restored, in the words restore has for it. */
function toProblem({ path }: LostEntry) {
  return { path, reason: "damaged", systemCode: "" };
}
