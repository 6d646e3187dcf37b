import { type CalendarDuration, formatCalendarDuration, isZeroDuration } from "./calendar-duration.ts";
import { hasTags, type TagList } from "./filter-snapshots.ts";
import type { KeepCount } from "./retention-policy.ts";
import type { SelectableSnapshot } from "./selectable.ts";
import { type Period, periodNumber } from "./snapshot-time.ts";

/** A snapshot as the rules see it, one after the other, newest first. */
export type Candidate = {
  readonly snapshot: SelectableSnapshot;
  readonly position: number;
  readonly isOldest: boolean;
};

/** @returns why the candidate is kept, in restic's words; nothing when this rule does not ask for it */
export type Rule = (candidate: Candidate) => readonly string[];

export type CountedRuleName = "last" | Period;

/** What each counted rule may still keep. */
export type Counters = Record<CountedRuleName, KeepCount>;

/** Whether a time lies less than the duration behind the newest snapshot. */
export type IsWithin = (timeNs: bigint, duration: CalendarDuration) => boolean;

export function tagRule(lists: readonly TagList[]): Rule {
  return ({ snapshot }) =>
    lists.filter((list) => hasTags(snapshot, list)).map((list) => `has tags [${list.join(", ")}]`);
}

export function withinRule(duration: CalendarDuration | undefined, isWithin: IsWithin): Rule {
  if (duration === undefined || isZeroDuration(duration)) return keepNothing;
  const reason = `within ${formatCalendarDuration(duration)}`;
  return ({ snapshot }) => (isWithin(snapshot.timeNs, duration) ? [reason] : []);
}

/** Keeps the newest snapshot of each period until the counter, which it lowers, is used up. */
export function countedRule(name: CountedRuleName, counters: Counters): Rule {
  const isNewPeriod = periodChanges(name);
  return (candidate) => {
    const left = counters[name];
    if (left !== "unlimited" && left <= 0) return [];
    const isFirst = isNewPeriod(candidate);
    if (!isFirst && !candidate.isOldest) return [];
    if (left !== "unlimited") counters[name] = left - 1;
    return [`${isFirst ? "" : "oldest "}${name} snapshot`];
  };
}

/** Keeps the newest snapshot of each period that is not longer ago than the duration. */
export function periodWithinRule(
  period: Period,
  duration: CalendarDuration | undefined,
  isWithin: IsWithin,
): Rule {
  if (duration === undefined || isZeroDuration(duration)) return keepNothing;
  const isNewPeriod = periodChanges(period);
  const reason = `${period} within ${formatCalendarDuration(duration)}`;
  return (candidate) => {
    if (!isWithin(candidate.snapshot.timeNs, duration)) return [];
    const isFirst = isNewPeriod(candidate);
    if (!isFirst && !candidate.isOldest) return [];
    return [isFirst ? reason : `oldest ${reason}`];
  };
}

/** @returns a question to ask of each candidate in turn: is it the first of its period? */
function periodChanges(name: CountedRuleName): (candidate: Candidate) => boolean {
  let current: number | undefined;
  return ({ snapshot, position }) => {
    const number = name === "last" ? position : periodNumber(snapshot, name);
    const changes = number !== current;
    current = number;
    return changes;
  };
}

const keepNothing: Rule = () => [];
