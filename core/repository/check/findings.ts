import type { PackId } from "../../../shared/ids.ts";
import type { CheckNote, CheckProblem, CheckResult } from "./check-result.ts";

/** Enough to see what happened; a repository that lost a disk has millions. */
const MAX_LISTED = 1000;

const MENDED_BY_REBUILDING: ReadonlySet<CheckProblem["code"]> = new Set([
  "index-broken",
  "index-contradictory",
  "index-wrong",
  "pack-missing",
  "pack-size-wrong",
  "pack-header-broken",
]);

/** May turn up in packs that no index names. */
const MAY_BE_FOUND: ReadonlySet<CheckProblem["code"]> = new Set(["tree-missing", "blob-missing"]);

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
  result(): Pick<
    CheckResult,
    | "problems"
    | "problemCount"
    | "notes"
    | "noteCount"
    | "brokenPacks"
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
  let isSomethingMissing = false;
  let hasUnnamedPack = false;
  return {
    problem(problem) {
      problemCount += 1;
      if (problems.length < MAX_LISTED) problems.push(problem);
      if ("packId" in problem && BROKEN_PACK.has(problem.code)) brokenPacks.add(problem.packId);
      suggestRebuildIndex ||= MENDED_BY_REBUILDING.has(problem.code);
      isSomethingMissing ||= MAY_BE_FOUND.has(problem.code);
    },
    note(note) {
      noteCount += 1;
      if (notes.length < MAX_LISTED) notes.push(note);
      suggestRebuildIndex ||= note.code === "pack-indexed-twice";
      hasUnnamedPack ||= note.code === "pack-orphaned";
      suggestPrune ||= note.code === "pack-orphaned" || note.code === "pack-mixed";
    },
    result: () => ({
      problems,
      problemCount,
      notes,
      noteCount,
      brokenPacks: [...brokenPacks],
      suggestRebuildIndex: suggestRebuildIndex || (isSomethingMissing && hasUnnamedPack),
      suggestPrune,
    }),
  };
}
