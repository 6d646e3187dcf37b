import { expect, test } from "vitest";
import type { PlanView, Run } from "../../../shared/model/plan.ts";
import { plansHeadline } from "./plans-headline.ts";

function view(
  name: string,
  last: Run["state"] | null,
  current: Run["state"] | null = null,
  isPaused = false,
): PlanView {
  return {
    plan: { name, isPaused },
    lastRun: last === null ? null : { state: last },
    currentRun: current === null ? null : { state: current },
  } as unknown as PlanView;
}

test("a failure comes before work, work before problems", () => {
  const plans = [view("A", "done", "running"), view("B", "failed"), view("C", "done-with-problems")];
  expect(plansHeadline(plans)).toEqual({ kind: "failed", names: ["B"], others: 1 });
  expect(plansHeadline([plans[0], plans[2]] as PlanView[])).toMatchObject({ kind: "working", names: ["A"] });
  expect(plansHeadline([view("D", "done"), plans[2]] as PlanView[])).toMatchObject({
    kind: "problems",
    names: ["C"],
  });
});

test("what looks destroyed comes right after a failure", () => {
  const held = { ...view("A", "done", "running"), heldSources: ["Documents"] };
  expect(plansHeadline([held, view("B", "done-with-problems")])).toMatchObject({
    kind: "suspicious",
    names: ["A"],
  });
  expect(plansHeadline([held, view("B", "failed")]).kind).toBe("failed");
});

test("a failed plan that is tried again is at work", () => {
  expect(plansHeadline([view("A", "failed", "running")]).kind).toBe("working");
});

test("a run that somebody cancelled is no failure, and not as it should be either", () => {
  const plans = [view("A", "cancelled"), view("B", "done")];
  expect(plansHeadline(plans)).toEqual({ kind: "cancelled", names: ["A"], others: 1 });
  expect(plansHeadline([...plans, view("C", "done-with-problems")]).kind).toBe("problems");
  expect(plansHeadline([view("A", "cancelled", "running")]).kind).toBe("working");
  expect(plansHeadline([view("A", "cancelled", null, true), view("B", "done")]).kind).toBe("fine");
});

test("one paused plan is nothing to tell of, all of them are", () => {
  expect(plansHeadline([view("A", "done", null, true), view("B", "done")]).kind).toBe("fine");
  expect(plansHeadline([view("A", "done", null, true)]).kind).toBe("paused");
});

test("a plan that never ran is on schedule, and no plan is none", () => {
  expect(plansHeadline([view("A", null)]).kind).toBe("fine");
  expect(plansHeadline([]).kind).toBe("none");
});
