import { z } from "zod";
import { damagedObjects } from "../../failover/heal/damaged-objects.ts";
import type { CheckProblem, CheckResult, LostEntry } from "../../repository/check/check-result.ts";
import type { ReadData } from "../../repository/check/select-packs.ts";
import { defineJob } from "../define-job.ts";
import { MAX_NAMED_PROBLEMS } from "./named-problems.ts";
import { RepositoryPlace, tellLockLeft, withRepository } from "./with-repository.ts";

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
      runCheck(repository, { readData }, { ...context, onLockLeft: tellLockLeft(context) }),
    );
    const { snapshots, packs, trees, packsRead, bytesRead, packsToRebuild } = result;
    const { problemCount, problems } = describeCheck(result);
    return {
      problemCount,
      summary: {
        counts: { snapshots, packs, trees, packsRead, bytesRead },
        suggestRebuildIndex: result.suggestRebuildIndex,
        damaged: describeDamage(result),
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

/** Problems that no copy of one file mends: what is lacking may be anywhere, or the index is wrong. */
const NEEDS_LOOKING: ReadonlySet<CheckProblem["code"]> = new Set<CheckProblem["code"]>([
  ...(["index-broken", "index-contradictory", "index-wrong"] as const),
]);
const NEEDS_BLOBS: ReadonlySet<CheckProblem["code"]> = new Set<CheckProblem["code"]>([
  ...(["blob-missing", "tree-missing", "tree-unreadable"] as const),
]);

/**
 * What of it another replica may have whole; of very many the first, the next check finds the others. `isAll`: which files those are only
 * looking everything through tells.
 */
function describeDamage(result: CheckResult) {
  const { problems, problemCount } = result;
  const objects = damagedObjects(result).map((object) => ({ ...object }));
  const isAll =
    problems.some(({ code }) => NEEDS_LOOKING.has(code)) ||
    // where a pack is damaged as well, it is what they lack
    (objects.length === 0 &&
      (problems.some(({ code }) => NEEDS_BLOBS.has(code)) || problemCount > problems.length));
  return { objects: isAll ? [] : objects.slice(0, MAX_NAMED_PACKS), isAll };
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
