import type { PackId } from "../../../shared/ids.ts";
import type { CheckNote, CheckProblem, CheckResult } from "./check-result.ts";

/** Enough to see what happened; a repository that lost a disk has millions. */
const MAX_LISTED = 1000;

/** What a new index leaves out, and saves the rest of. */
const MENDED_BY_REBUILDING: ReadonlySet<CheckProblem["code"]> = new Set([
  "index-broken",
  "index-contradictory",
  "pack-missing",
  "pack-size-wrong",
]);

/** The same, but the index looks right about such a pack, so the rebuild must be told. */
const MENDED_WHEN_NAMED: ReadonlySet<CheckProblem["code"]> = new Set([
  "index-wrong",
  "pack-changed",
  "pack-header-broken",
  "pack-unreadable",
  "blob-corrupt",
]);

/** Problems of the pack file itself. */
const BROKEN_PACK: ReadonlySet<CheckProblem["code"]> = new Set([
  "pack-missing",
  "pack-size-wrong",
  "pack-changed",
  "pack-header-broken",
  "pack-unreadable",
  "blob-corrupt",
]);

/** Collects what a check finds. */
export type Findings = {
  problem(problem: CheckProblem): void;
  note(note: CheckNote): void;
  /** @param isFoundInOrphans packs that no index names have something that is missing */
  result(
    isFoundInOrphans: boolean,
  ): Pick<
    CheckResult,
    | "problems"
    | "problemCount"
    | "notes"
    | "noteCount"
    | "brokenPacks"
    | "packsToRebuild"
    | "suggestRebuildIndex"
    | "suggestPrune"
  >;
};

export function createFindings(): Findings {
  const problems: CheckProblem[] = [];
  const notes: CheckNote[] = [];
  const brokenPacks = new Set<PackId>();
  let problemCount = 0;
  let noteCount = 0;
  let suggestRebuildIndex = false;
  let suggestPrune = false;
  const packsToRebuild = new Set<PackId>();
  return {
    problem(problem) {
      problemCount += 1;
      if (problems.length < MAX_LISTED) problems.push(problem);
      if ("packId" in problem && BROKEN_PACK.has(problem.code)) brokenPacks.add(problem.packId);
      suggestRebuildIndex ||= MENDED_BY_REBUILDING.has(problem.code);
      if ("packId" in problem && MENDED_WHEN_NAMED.has(problem.code)) packsToRebuild.add(problem.packId);
    },
    note(note) {
      noteCount += 1;
      if (notes.length < MAX_LISTED) notes.push(note);
      suggestRebuildIndex ||= note.code === "pack-indexed-twice";
      suggestPrune ||= note.code === "pack-orphaned" || note.code === "pack-mixed";
    },
    result: (isFoundInOrphans) => ({
      problems,
      problemCount,
      notes,
      noteCount,
      brokenPacks: [...brokenPacks],
      packsToRebuild: [...packsToRebuild],
      suggestRebuildIndex: suggestRebuildIndex || packsToRebuild.size > 0 || isFoundInOrphans,
      suggestPrune,
    }),
  };
}
