import type { ChangeFacts, ChangeLimits, Suspicion, UsualChange } from "../../shared/model/change-guard.ts";

/** Nobody gives such endings by chance to several files. */
const RANSOM_NAMES = 3;
/** How far beyond what a source has done before a change has to go, as a factor. */
const BEYOND_USUAL = 1.5;
/** Beyond this share nothing makes a loss ordinary. */
const MOST_PERCENT = 90;

/** @returns why a change is suspicious, the worst first; empty for an ordinary one */
export function judgeChange(
  facts: ChangeFacts,
  limits: ChangeLimits,
  usual: UsualChange,
): readonly Suspicion[] {
  if (!limits.isOn) return [];
  const beyond = (percent: number) => Math.min(MOST_PERCENT, BEYOND_USUAL * percent);
  const share = sharesOf(facts);
  const isLost = (part: "deleted" | "renamed", usualPercent: number) =>
    facts[part] >= limits.minFiles && share[part] >= Math.max(limits.lostPercent, beyond(usualPercent));
  // a folder into which another program puts its own encrypted backups is full of such files every day
  const isScrambled =
    estimateScrambled(facts) >= limits.minFiles &&
    share.scrambled >= Math.max(limits.scrambledPercent, BEYOND_USUAL * usual.scrambledPercent);
  return [
    ...(facts.ransomNames >= RANSOM_NAMES ? (["ransom-names"] as const) : []),
    ...(isScrambled ? (["scrambled"] as const) : []),
    ...(isLost("renamed", usual.renamedPercent) ? (["renamed"] as const) : []),
    ...(isLost("deleted", usual.deletedPercent) ? (["deleted"] as const) : []),
  ];
}

/**
 * @param history what backups of a source came to, as far as it was not suspicious, or a person said that it was meant
 * @returns the most of each
 */
export function usualOf(history: readonly ChangeFacts[], { minFiles }: ChangeLimits): UsualChange {
  const most = (part: keyof ReturnType<typeof sharesOf>, among = history) =>
    Math.max(0, ...among.map((facts) => sharesOf(facts)[part]));
  const scrambled = history.filter((facts) => estimateScrambled(facts) >= minFiles);
  return {
    deletedPercent: most("deleted"),
    renamedPercent: most("renamed"),
    scrambledPercent: most("scrambled", scrambled),
  };
}

/** How many of the new and changed files look encrypted, if those that were looked into stand for all. */
function estimateScrambled({ looked, scrambled, added, changed }: ChangeFacts): number {
  return looked === 0 ? 0 : Math.round((scrambled / looked) * (added + changed));
}

function sharesOf({ filesBefore, deleted, renamed, looked, scrambled }: ChangeFacts) {
  return {
    deleted: percentOf(deleted, filesBefore),
    renamed: percentOf(renamed, filesBefore),
    scrambled: percentOf(scrambled, looked),
  };
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part / whole) * 100;
}
