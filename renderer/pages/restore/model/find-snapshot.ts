/** Finding and stepping through snapshots by time. Lists are in order of time, the oldest first, and not empty. */

type Timed = { readonly timeMs: number };

/** @returns the index of the first that is not older than `timeMs`; the length of the list when all are */
export function firstFrom(snapshots: readonly Timed[], timeMs: number): number {
  let low = 0;
  let high = snapshots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((snapshots[middle]?.timeMs ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @returns the index of the one closest to `timeMs`; of two as close the newer */
export function nearestTo(snapshots: readonly Timed[], timeMs: number): number {
  const next = firstFrom(snapshots, timeMs);
  const after = snapshots[next];
  const before = snapshots[next - 1];
  if (after === undefined) return Math.max(0, snapshots.length - 1);
  if (before === undefined) return next;
  return timeMs - before.timeMs < after.timeMs - timeMs ? next - 1 : next;
}

export type Step =
  | "previous"
  | "next"
  | "day-before"
  | "day-after"
  | "week-before"
  | "week-after"
  | "first"
  | "last";

const DAYS: Readonly<Partial<Record<Step, number>>> = {
  "day-before": -1,
  "day-after": 1,
  "week-before": -7,
  "week-after": 7,
};

/**
 * Where a key leads to. A day or a week on is the same time of the day, by the local calendar, and the snapshot closest to it; but
 * always at least one snapshot further, so that a key is never without effect in a gap.
 */
export function stepFrom(snapshots: readonly Timed[], index: number, step: Step): number {
  const last = snapshots.length - 1;
  const within = (wanted: number) => Math.min(last, Math.max(0, wanted));
  if (step === "first") return 0;
  if (step === "last") return last;
  if (step === "previous") return within(index - 1);
  if (step === "next") return within(index + 1);
  const days = DAYS[step] ?? 0;
  const wanted = nearestTo(snapshots, addDays(snapshots[index]?.timeMs ?? 0, days));
  return within(days < 0 ? Math.min(wanted, index - 1) : Math.max(wanted, index + 1));
}

/** By the local calendar: a day is not always 24 hours long. */
export function addDays(timeMs: number, days: number): number {
  const date = new Date(timeMs);
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** Midnight, by the local calendar, before or at `timeMs`. */
export function startOfDay(timeMs: number): number {
  return new Date(timeMs).setHours(0, 0, 0, 0);
}
