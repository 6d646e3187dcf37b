import type { PlanView } from "../../../shared/model/plan.ts";

export type PlansHeadline = {
  readonly kind: "none" | "failed" | "suspicious" | "problems" | "working" | "cancelled" | "paused" | "fine";
  /** The plans it is about. */
  readonly names: readonly string[];
  /** Plans it is not about whose last run was done without a problem. */
  readonly others: number;
};

/**
 * What the page of plans opens with: what failed, what looks as if files had been destroyed, what could not be read, what runs, what was cancelled, else that all is on schedule. A plan that
 * was paused by a person is nothing bad, unless all are.
 */
export function plansHeadline(plans: readonly PlanView[]): PlansHeadline {
  if (plans.length === 0) return { kind: "none", names: [], others: 0 };
  const about = (kind: PlansHeadline["kind"], of: readonly PlanView[]): PlansHeadline => ({
    kind,
    names: of.map(({ plan }) => plan.name),
    others: plans.filter((view) => !of.includes(view) && view.lastRun?.state === "done").length,
  });
  const failed = plans.filter((view) => isFailed(view));
  if (failed.length > 0) return about("failed", failed);
  const held = plans.filter(({ heldSources }) => heldSources !== undefined);
  if (held.length > 0) return about("suspicious", held);
  const running = plans.filter(({ currentRun }) => currentRun?.state === "running");
  if (running.length > 0) return about("working", running);
  const withProblems = plans.filter(({ lastRun }) => lastRun?.state === "done-with-problems");
  if (withProblems.length > 0) return about("problems", withProblems);
  const cancelled = plans.filter(({ lastRun, plan }) => lastRun?.state === "cancelled" && !plan.isPaused);
  if (cancelled.length > 0) return about("cancelled", cancelled);
  if (plans.every(({ plan }) => plan.isPaused)) return about("paused", plans);
  return about("fine", plans);
}

function isFailed({ lastRun, currentRun }: PlanView): boolean {
  if (currentRun !== null) return false; // it is being tried again
  return lastRun?.state === "failed" || lastRun?.state === "interrupted";
}
