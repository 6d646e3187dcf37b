import type { PROTECTION } from "../../shared/model/overview.ts";

export type Protection = (typeof PROTECTION)[number];

/** What is known of a source in one plan that takes care of it. */
export type Care = {
  /** Since when the source is in the plan. */
  readonly sinceMs: number;
  /**
   * Until when there has to be a newer backup.
   * @param afterMs when the newest good one was made, or since when there should be one
   * @returns undefined when nothing was agreed
   */
  readonly deadlineMs: (afterMs: number) => number | undefined;
};

export type ProtectionFacts = {
  /** Plans that are not paused. */
  readonly cares: readonly Care[];
  readonly newestGoodMs: number | null;
  /** Every backup there is lies in a repository with known damage; `newestGoodMs` is then that of the newest of them. */
  readonly isDamaged: boolean;
  /** Whether one of the repositories that hold it answered when it was last looked at. */
  readonly isReachable: boolean;
  /** Its newest run that came to an end failed. */
  readonly hasFailed: boolean;
  readonly nowMs: number;
};

/** What clocks of one office may differ by. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * How well a source is protected. What counts is the age of its newest good backup, whether or not anything reported an error; and
 * what cannot be known is `unknown`.
 *
 * @returns with it, when its newest good backup is, or will be, too old; null when no plan says so
 */
export function judgeProtection(facts: ProtectionFacts): {
  readonly protection: Protection;
  readonly deadlineMs: number | null;
} {
  const { cares, newestGoodMs, nowMs } = facts;
  const deadlines = cares.flatMap((care) => care.deadlineMs(newestGoodMs ?? care.sinceMs) ?? []);
  const deadlineMs = deadlines.length === 0 ? null : Math.min(...deadlines);
  const isLate = deadlineMs !== null && deadlineMs < nowMs;
  // made in the future: the clock was changed, and no age can be told
  const isFromFuture = newestGoodMs !== null && newestGoodMs > nowMs + CLOCKS_DIFFER_MS;
  return { protection: judge(), deadlineMs };

  function judge(): Protection {
    if (cares.length === 0) return "unplanned";
    if (newestGoodMs === null) return isLate || facts.hasFailed ? "never" : "waiting";
    if (facts.isDamaged) return "damaged";
    if (isFromFuture) return "unknown";
    if (isLate) return "overdue";
    return facts.isReachable ? "protected" : "unknown";
  }
}
