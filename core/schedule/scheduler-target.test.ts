/** A scheduler whose backups have nowhere to go for a while. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { createSchedulerWorld, PLAN, type SchedulerWorld } from "./testing/scheduler-world.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const nightly: Schedule = { kind: "daily", at: "01:30", weekdays: EVERY_DAY };
const continuous: Schedule = { kind: "continuous", dailyAt: "12:00" };

let world: SchedulerWorld;
let isMounted: boolean;
let lookFailure: Error | undefined;
let found: { isReachable: boolean; checkedMs: number | null };
let looks: number;

beforeEach(() => {
  isMounted = true;
  lookFailure = undefined;
  found = { isReachable: true, checkedMs: null };
  looks = 0;
  world = createSchedulerWorld("2026-11-18 00:30", {
    reach: () => found,
    async look() {
      looks += 1;
      if (lookFailure !== undefined) throw lookFailure;
      found = { isReachable: isMounted, checkedMs: world.nowMs };
    },
  });
});
afterEach(() => {
  const errors = world.errors();
  world.close();
  expect(errors).toEqual([]);
});

/** As {@link SchedulerWorld.passMinutes}, with time for looks to end. */
async function passMinutes(minutes: number): Promise<void> {
  for (let n = 0; n < minutes; n += 1) {
    world.passMinutes(1);
    await new Promise(setImmediate);
  }
}
const waitsFor = () => world.scheduler.next(PLAN)?.waitsFor;

test("a target is looked at before a run starts, and only then", async () => {
  world.plan(nightly);
  await passMinutes(59);
  expect(looks).toBe(0);
  await passMinutes(1);
  expect(looks).toBe(1);
  expect(world.happened()).toEqual(["11-18 01:30 schedule for 11-18 01:30"]);
});

test("a run waits for its target, and starts when that is there", async () => {
  world.plan(nightly);
  isMounted = false;
  await passMinutes(90);
  expect([world.happened(), waitsFor()]).toEqual([[], "target"]);
  expect(looks).toBeLessThanOrEqual(31);
  isMounted = true;
  await passMinutes(2);
  expect(world.happened()).toEqual(["11-18 02:01 catch-up for 11-18 01:30"]);
  expect(waitsFor()).toBeUndefined();
});

test("a run that waited for too long is caught up in its window only, and missed when the next one comes", async () => {
  world.plan(nightly, { window: { from: "01:30", to: "03:00" } });
  isMounted = false;
  await passMinutes(180);
  isMounted = true;
  await passMinutes(60);
  expect([world.happened(), waitsFor()]).toEqual([[], "window"]);
  await passMinutes(21 * 60);
  expect(world.happened()).toEqual(["missed 11-18 01:30", "11-19 01:30 schedule for 11-19 01:30"]);
});

test("a look that fails keeps no run from saying what is wrong", async () => {
  world.plan(nightly);
  lookFailure = new Error("no such repository");
  await passMinutes(61);
  expect(world.happened()).toEqual(["11-18 01:30 schedule for 11-18 01:30"]);
});

test("what was found a moment ago is believed", async () => {
  world.plan(nightly);
  await passMinutes(59);
  found = { isReachable: true, checkedMs: world.nowMs + 51_000 };
  await passMinutes(1);
  expect([looks, world.happened().length]).toEqual([0, 1]);
  await passMinutes(24 * 60 - 1);
  found = { isReachable: true, checkedMs: world.nowMs + 50_000 };
  await passMinutes(1);
  expect([looks, world.happened().length]).toEqual([1, 1]);
});

test("changes wait for the target, too", async () => {
  world.plan(continuous);
  isMounted = false;
  world.scheduler.noteChange(PLAN);
  await passMinutes(10);
  expect(world.happened()).toEqual([]);
  isMounted = true;
  await passMinutes(2);
  expect(world.happened()).toEqual(["11-18 00:41 change for 11-18 00:30"]);
});
