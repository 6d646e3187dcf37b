/** Runs that fail for a reason that passes, and are tried again. */
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { createSchedulerWorld, PLAN, type SchedulerWorld, show } from "./testing/scheduler-world.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const nightly: Schedule = { kind: "daily", at: "01:30", weekdays: EVERY_DAY };

let world: SchedulerWorld;
beforeEach(() => {
  world = createSchedulerWorld("2026-11-18 00:30");
  world.runsFail(true);
});
afterEach(() => {
  const errors = world.errors();
  world.close();
  expect(errors).toEqual([]);
});

function next(): string {
  const start = world.scheduler.next(PLAN);
  return start === undefined ? "none" : [show(start.atMs), start.waitsFor].filter(Boolean).join(" ");
}
/** When runs were started and why, without what for. */
const happened = () => world.happened().map((text) => text.replace(/ for .*/, ""));

test("a run that failed is tried again later and later, until it succeeds", () => {
  world.plan(nightly);
  world.passTo("2026-11-18 01:30");
  expect([happened(), next()]).toEqual([["11-18 01:30 schedule"], "11-18 01:31 retry"]);
  world.passTo("2026-11-18 01:50");
  expect(happened()).toEqual([
    ...["11-18 01:31 retry", "11-18 01:33 retry", "11-18 01:37 retry", "11-18 01:45 retry"],
  ]);
  expect(next()).toBe("11-18 02:01 retry");
  world.runsFail(false);
  world.passTo("2026-11-18 23:00");
  expect([happened(), next()]).toEqual([["11-18 02:01 retry"], "11-19 01:30"]);
});

test("it is tried again only in the hours of its window, and the next regular run comes first", () => {
  world.plan(nightly, { window: { from: "01:00", to: "02:00" } });
  world.passTo("2026-11-18 02:30");
  expect(happened().slice(-1)).toEqual(["11-18 01:45 retry"]);
  expect(next()).toBe("11-19 01:00 retry");
  world.passTo("2026-11-19 01:40");
  expect(happened()).toEqual([
    ...["11-19 01:00 retry", "11-19 01:30 schedule"], // the delay after it is longer than ten minutes
  ]);
});

test("it is tried again after a restart, and not beside a run that is under way", () => {
  world.plan(nightly);
  world.passTo("2026-11-18 01:30");
  happened();
  world.running(true);
  expect(next()).toBe("11-19 01:30");
  world.passTo("2026-11-18 01:40");
  expect(happened()).toEqual([]);
  world.running(false);
  world.restartAfterMinutes(5);
  expect(happened()).toEqual(["11-18 01:45 retry"]);
});

test("nothing is tried again on battery, while paused, or in a plan that only a person starts", () => {
  world.plan(nightly);
  world.passTo("2026-11-18 01:30");
  happened();
  world.battery(true);
  world.passTo("2026-11-18 01:40");
  expect([happened(), next()]).toEqual([[], "11-18 01:40 battery"]);
  world.battery(false);
  world.plan(nightly, { isPaused: true });
  world.passTo("2026-11-18 01:50");
  expect([happened(), next()]).toEqual([[], "none"]);
  world.plan({ kind: "manual" });
  world.passTo("2026-11-18 02:00");
  expect([happened(), next()]).toEqual([[], "none"]);
});

test("a clock that was put back does not put the next try off", () => {
  world.plan(nightly);
  world.passTo("2026-11-18 01:30");
  happened();
  world.jumpTo("2026-11-17 23:00");
  world.passTo("2026-11-17 23:02");
  expect(happened().length).toBeGreaterThan(0);
});
