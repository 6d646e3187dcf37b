import { isEmptyPolicy, type RetentionPolicy } from "./retention-policy.ts";
import {
  type Counters,
  countedRule,
  type IsWithin,
  periodWithinRule,
  type Rule,
  tagRule,
  withinRule,
} from "./retention-rules.ts";
import type { SelectableSnapshot } from "./selectable.ts";
import { goBack, type LocalZone, zoneOfThisComputer } from "./snapshot-time.ts";

/** Why a snapshot is kept, in restic's words, and what each counted rule had left after it. */
export type KeepReason<S> = {
  readonly snapshot: S;
  readonly matches: readonly string[];
  readonly counters: Readonly<Counters>;
};

/** All lists are newest first; `reasons` goes with `keep`. */
export type PolicyResult<S> = {
  readonly keep: readonly S[];
  readonly remove: readonly S[];
  readonly reasons: readonly KeepReason<S>[];
};

/** `zone` is that of this computer unless given. */
export type PolicyClock = { readonly nowNs: bigint; readonly zone?: LocalZone };

/**
 * Decides which snapshots of one group stay: exactly those that restic lets stay.
 *
 * Of each hour, day, ISO week, month or year, by the clock of the place where it was made, the newest snapshot is
 * kept. The oldest snapshot of all is kept too while a rule has something left to give, so that history reaches back
 * as far as the rules allow; restic does so since 0.16. A policy that asks for nothing keeps everything.
 */
export function applyPolicy<S extends SelectableSnapshot>(
  snapshots: readonly S[],
  policy: RetentionPolicy,
  clock: PolicyClock,
): PolicyResult<S> {
  const sorted = snapshots.toSorted((a, b) => compareTimes(b.timeNs, a.timeNs));
  const counters = countersOf(policy);
  const rules = rulesOf(policy, counters, withinNewest(sorted, clock));
  const keep: S[] = [];
  const remove: S[] = [];
  const reasons: KeepReason<S>[] = [];
  for (const [position, snapshot] of sorted.entries()) {
    const candidate = { snapshot, position, isOldest: position === sorted.length - 1 };
    const matches = rules.flatMap((rule) => rule(candidate));
    if (matches.length === 0) {
      remove.push(snapshot);
      continue;
    }
    keep.push(snapshot);
    reasons.push({ snapshot, matches, counters: { ...counters } });
  }
  return { keep, remove, reasons };
}

function countersOf(policy: RetentionPolicy): Counters {
  const { last = 0, hourly = 0, daily = 0, weekly = 0, monthly = 0, yearly = 0 } = policy;
  return { last, hourly, daily, weekly, monthly, yearly };
}

/** In the order in which restic lists its reasons. */
function rulesOf(policy: RetentionPolicy, counters: Counters, isWithin: IsWithin): readonly Rule[] {
  if (isEmptyPolicy(policy)) return [() => ["policy is empty"]];
  return [
    tagRule(policy.tags ?? []),
    withinRule(policy.within, isWithin),
    countedRule("last", counters),
    countedRule("hourly", counters),
    countedRule("daily", counters),
    countedRule("weekly", counters),
    countedRule("monthly", counters),
    countedRule("yearly", counters),
    periodWithinRule("hourly", policy.withinHourly, isWithin),
    periodWithinRule("daily", policy.withinDaily, isWithin),
    periodWithinRule("weekly", policy.withinWeekly, isWithin),
    periodWithinRule("monthly", policy.withinMonthly, isWithin),
    periodWithinRule("yearly", policy.withinYearly, isWithin),
  ];
}

/** Durations count back from the newest snapshot that is not in the future; without one, everything is within. */
function withinNewest(newestFirst: readonly SelectableSnapshot[], clock: PolicyClock): IsWithin {
  const newest = newestFirst.find((snapshot) => snapshot.timeNs < clock.nowNs);
  return (timeNs, duration) => {
    if (newest === undefined) return true;
    const borderNs = goBack(newest, duration, clock.zone ?? zoneOfThisComputer);
    return borderNs === undefined || timeNs > borderNs;
  };
}

function compareTimes(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
