import type { Overview } from "../../../shared/model/overview.ts";
import type { PlanView } from "../../../shared/model/plan.ts";

export type DayMark = {
  readonly atMs: number;
  readonly state: "done" | "problems" | "failed" | "missed" | "running" | "next";
};
export type DayLane = {
  readonly planId: PlanView["plan"]["id"];
  readonly name: string;
  readonly marks: readonly DayMark[];
};

const STATE: Readonly<Record<Overview["today"]["runs"][number]["state"], DayMark["state"]>> = {
  queued: "running",
  running: "running",
  done: "done",
  "done-with-problems": "problems",
  failed: "failed",
  cancelled: "missed",
  interrupted: "failed",
  missed: "missed",
};

/** A lane for each plan with something today: what was, what runs, what is to come, in the order of time. */
export function dayLanes(today: Overview["today"], plans: readonly PlanView[]): readonly DayLane[] {
  return plans
    .map(({ plan }) => {
      const ran = today.runs
        .filter(({ planId }) => planId === plan.id)
        .map((run): DayMark => ({ atMs: run.startedMs ?? run.dueMs, state: STATE[run.state] }));
      const planned = today.planned
        .filter(({ planId, atMs }) => planId === plan.id && atMs < today.endMs)
        .map(({ atMs }): DayMark => ({ atMs, state: "next" }));
      const marks = [...ran, ...planned].filter(({ atMs }) => atMs >= today.startMs && atMs < today.endMs);
      return { planId: plan.id, name: plan.name, marks: marks.sort((a, b) => a.atMs - b.atMs) };
    })
    .filter(({ marks }) => marks.length > 0);
}

export function countMarks(lanes: readonly DayLane[], ...states: readonly DayMark["state"][]): number {
  return lanes.flatMap(({ marks }) => marks).filter(({ state }) => states.includes(state)).length;
}
