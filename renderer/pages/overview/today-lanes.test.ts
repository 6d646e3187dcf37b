import { expect, test } from "vitest";
import type { Overview } from "../../../shared/model/overview.ts";
import type { PlanView, Run } from "../../../shared/model/plan.ts";
import { countMarks, dayLanes } from "./today-lanes.ts";

const DAY = 86_400_000;
const plan = (id: string) => ({ plan: { id, name: `Plan ${id}` } }) as unknown as PlanView;
const run = (planId: string, startedMs: number | null, state: Run["state"], dueMs = 10) =>
  ({ planId, dueMs, startedMs, state }) as unknown as Run;

function today(
  runs: readonly Run[],
  planned: readonly { planId: string; atMs: number }[],
): Overview["today"] {
  return { startMs: 0, endMs: DAY, runs: [...runs], planned: planned as Overview["today"]["planned"] };
}

test("runs and what is planned share a lane, in the order of time, by when they began", () => {
  const lanes = dayLanes(
    today([run("a", 5000, "failed"), run("a", 1000, "done")], [{ planId: "a", atMs: 9000 }]),
    [plan("a"), plan("b")],
  );
  expect(lanes).toHaveLength(1); // nothing today, no lane
  expect(lanes[0]?.marks.map(({ state }) => state)).toEqual(["done", "failed", "next"]);
});

test("a missed run never began: it stands where it was due", () => {
  const lanes = dayLanes(today([run("a", null, "missed", 70)], []), [plan("a")]);
  expect(lanes[0]?.marks).toEqual([{ atMs: 70, state: "missed" }]);
});

test("what lies outside of the day is left out", () => {
  const lanes = dayLanes(today([run("a", -1, "done")], [{ planId: "a", atMs: DAY }]), [plan("a")]);
  expect(lanes).toEqual([]);
  expect(countMarks(lanes, "done")).toBe(0);
});
