/** What a plan's timing comes to at a moment: pure, so that every jump of the clock can be tried. */
import type { RunWindow, Schedule } from "../../shared/model/schedule.ts";
import { latestRuns } from "./next-runs.ts";
import type { PlanTiming } from "./plan-timing.ts";
import { isWindowOpen } from "./run-window.ts";

/** A run that starts later than this after its due time is caught up: the host was off, asleep, or had to wait. */
export const LATE_MS = 90_000;
/** More missed runs than these are not recorded, whatever a host has slept through. */
const MAX_MISSED = 30;

export type TimedPlan = {
  readonly schedule: Schedule;
  readonly window: RunWindow | null;
  readonly isPaused: boolean;
};

export type Advance = {
  readonly timing: PlanTiming;
  /** Due times that no run will be started for any more, rising. */
  readonly missed: readonly number[];
};

/**
 * Takes in what has become due.
 *
 * @param before undefined for a plan that is new
 * @param startsAfter the due times after a moment that have led to a run
 * @param isRunning a run of the plan is under way, so that what became due meanwhile is late, but not missed
 * @throws {BackstayError} SCHEDULE_INVALID
 */
export function advance(
  before: PlanTiming | undefined,
  plan: TimedPlan,
  nowMs: number,
  startsAfter: (afterMs: number) => ReadonlySet<number>,
  isRunning: boolean,
): Advance {
  const timing = timingOf(before, plan, nowMs, startsAfter);
  if (plan.isPaused) return { timing, missed: [] };
  const { handledMs, waitingMs } = timing;
  const found = latestRuns(plan.schedule, handledMs, nowMs, MAX_MISSED + 1);
  const newest = found.at(-1);
  if (newest === undefined) return { timing, missed: [] };
  const started = startsAfter(handledMs);
  const due = found.filter((run) => !started.has(run));
  const dueMs = due.at(-1);
  if (dueMs === undefined) return { timing: { ...timing, handledMs: newest }, missed: [] };
  const isLate = nowMs - dueMs > LATE_MS;
  // several that were missed are caught up by one run
  const missed = due.slice(0, -1).filter((run) => nowMs - run > LATE_MS);
  if (waitingMs !== null && !isRunning) missed.unshift(waitingMs);
  return { timing: { ...timing, handledMs: newest, waitingMs: dueMs, waitsLate: isLate }, missed };
}

/** The timing as it was, unless the plan or the clock says that it is no longer true. */
function timingOf(
  before: PlanTiming | undefined,
  plan: TimedPlan,
  nowMs: number,
  startsAfter: (afterMs: number) => ReadonlySet<number>,
): PlanTiming {
  const schedule = `${JSON.stringify(plan.schedule)}${plan.isPaused ? " paused" : ""}`;
  if (before === undefined) return { schedule, handledMs: nowMs, waitingMs: null, waitsLate: false };
  const isOver = plan.isPaused || plan.schedule.kind === "manual";
  if (before.schedule !== schedule) {
    // what was already due stays due; times that the new schedule has in the past were never promised
    return {
      ...before,
      schedule,
      handledMs: nowMs,
      ...(isOver ? { waitingMs: null, waitsLate: false } : {}),
    };
  }
  // the clock was put back: what is still to come counts again, except for what has led to a run
  const timing = nowMs < before.handledMs ? { ...before, handledMs: nowMs } : before;
  if (timing.waitingMs === null || timing.waitingMs <= nowMs) return timing;
  // what waits is not due any more, but it stood for those before it, too
  const [dueMs] = latestRuns(plan.schedule, 0, nowMs, 1);
  const isOpen = dueMs !== undefined && !startsAfter(dueMs - 1).has(dueMs);
  return { ...timing, waitingMs: isOpen ? dueMs : null, waitsLate: isOpen };
}

/** Why a run that is due does not start yet. */
export type Hindrance = "running" | "battery" | "window" | "jitter";

/**
 * @param dueMs when the run was due
 * @param notBeforeMs the end of its delay
 * @returns undefined when it may start
 */
export function hindranceOf(
  plan: TimedPlan,
  { dueMs, isLate, notBeforeMs }: { dueMs: number; isLate: boolean; notBeforeMs: number },
  facts: { readonly nowMs: number; readonly isRunning: boolean; readonly isOnBattery: boolean },
): Hindrance | undefined {
  if (facts.isRunning) return "running";
  if (facts.isOnBattery) return "battery";
  // what only became late because it had to wait is caught up, too
  const isCaughtUp = isLate || facts.nowMs - dueMs > LATE_MS;
  if (isCaughtUp && !isWindowOpen(plan.window, facts.nowMs)) return "window";
  return facts.nowMs < notBeforeMs ? "jitter" : undefined;
}
