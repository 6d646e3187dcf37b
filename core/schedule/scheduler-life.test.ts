/** Whatever happens to the host and its clock, in any order. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { latestRuns } from "./next-runs.ts";
import { createSchedulerWorld, type SchedulerWorld } from "./testing/scheduler-world.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const schedules: readonly Schedule[] = [
  { kind: "daily", at: "01:30", weekdays: EVERY_DAY },
  { kind: "hourly", everyHours: 1, minute: 0, fromHour: 7, toHour: 19, weekdays: EVERY_DAY },
  { kind: "cron", expression: "*/20 * * * *" },
  { kind: "monthly", day: 18, at: "03:00" },
];

type Step = readonly [what: string, minutes: number];
const minutes = (max: number) => fc.integer({ min: 1, max });
const forward: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constant("pass"), minutes(90)),
  fc.tuple(fc.constantFrom("sleep", "restart"), minutes(3000)),
  fc.tuple(fc.constant("dies in a start"), minutes(90)),
);
const backward: fc.Arbitrary<Step> = fc.tuple(fc.constant("clock goes back"), minutes(3000));
const busy: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom("runs", "runs no more", "battery", "power"),
  fc.constant(0),
);

function take(world: SchedulerWorld, [what, length]: Step): void {
  if (what === "pass") world.passMinutes(length);
  else if (what === "sleep") world.jumpMinutes(length);
  else if (what === "restart") world.restartAfterMinutes(length);
  else if (what === "clock goes back") world.jumpMinutes(-length);
  else if (what === "battery" || what === "power") world.battery(what === "battery");
  else if (what === "dies in a start") {
    world.dieInStart(length % 2 === 0 ? "before-run" : "after-run");
    world.passMinutes(length);
    world.dieInStart(undefined);
    world.restartAfterMinutes(0);
  } else world.running(what === "runs");
}

/** Nothing keeps a run from starting, for longer than the longest delay. */
function calmDown(world: SchedulerWorld): void {
  world.running(false);
  world.battery(false);
  world.passMinutes(5);
}

function live(schedule: Schedule, steps: readonly Step[], check: (world: SchedulerWorld) => void): void {
  const world = createSchedulerWorld("2026-11-18 00:30");
  try {
    world.plan(schedule);
    for (const step of steps) take(world, step);
    calmDown(world);
    check(world);
    expect(world.errors()).toEqual([]);
  } finally {
    world.close();
  }
}

test("no due time leads to two runs, and the newest one that is past has led to one, or a later one has", () => {
  const steps = fc.array(fc.oneof(forward, backward, busy), { maxLength: 10 });
  fc.assert(
    fc.property(fc.constantFrom(...schedules), steps, (schedule, taken) => {
      live(schedule, taken, (world) => {
        const started = world.started();
        expect(new Set(started).size).toBe(started.length);
        const [newest] = latestRuns(schedule, world.bornMs, world.nowMs, 1);
        if (newest !== undefined) expect(Math.max(...started)).toBeGreaterThanOrEqual(newest);
      });
    }),
    { numRuns: 25 },
  );
});

test("as long as the clock goes forward, each due time has led to a run or is recorded as missed, never both", () => {
  fc.assert(
    fc.property(fc.constantFrom(...schedules), fc.array(forward, { maxLength: 8 }), (schedule, taken) => {
      live(schedule, taken, (world) => {
        const started = world.started();
        const missed = world.missed();
        const all = [...started, ...missed].sort((a, b) => a - b);
        expect(new Set(all).size).toBe(all.length);
        const due = latestRuns(schedule, world.bornMs, world.nowMs, 100_000);
        expect(due).toEqual(expect.arrayContaining(all));
        // of a long absence, only the newest missed runs are written down
        const forgotten = due.filter((dueMs) => !all.includes(dueMs));
        if (due.length <= 30) expect(forgotten).toEqual([]);
      });
    }),
    { numRuns: 25 },
  );
});
