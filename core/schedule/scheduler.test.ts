import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { processorTimeMs } from "../../test/support/processor-time.ts";
import { createSchedulerWorld, OTHER, PLAN, type SchedulerWorld, show } from "./testing/scheduler-world.ts";
import { moveTo, returnAfterEachTest } from "./testing/time-zone.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const nightly: Schedule = { kind: "daily", at: "01:30", weekdays: EVERY_DAY };
const hourly: Schedule = {
  kind: "hourly",
  everyHours: 1,
  minute: 0,
  fromHour: 0,
  toHour: 23,
  weekdays: EVERY_DAY,
};
const continuous: Schedule = { kind: "continuous", dailyAt: "12:00" };
const night = { from: "01:30", to: "06:00" };

returnAfterEachTest();

let world: SchedulerWorld;
beforeEach(() => {
  world = createSchedulerWorld("2026-11-18 00:30");
});
afterEach(() => {
  const errors = world.errors();
  world.close();
  expect(errors).toEqual([]);
});

/** The next start as text. */
function next(): string {
  const start = world.scheduler.next(PLAN);
  return start === undefined ? "none" : [show(start.atMs), start.waitsFor].filter(Boolean).join(" ");
}

describe("while the host is there", () => {
  test("plans start at their times, each time once", () => {
    world.plan(nightly);
    world.plan(hourly, { id: OTHER });
    world.passTo("2026-11-18 01:29");
    expect(world.happened()).toEqual(["11-18 01:00 schedule for 11-18 01:00"]);
    expect(next()).toBe("11-18 01:30");
    world.passTo("2026-11-18 03:10");
    expect(world.happened()).toEqual([
      "11-18 01:30 schedule for 11-18 01:30",
      "11-18 02:00 schedule for 11-18 02:00",
      "11-18 03:00 schedule for 11-18 03:00",
    ]);
    expect(next()).toBe("11-19 01:30");
  });

  test("a new plan, a changed schedule and a plan that goes on make up for nothing", () => {
    world.plan(nightly);
    world.passTo("2026-11-18 09:00");
    world.happened();
    world.plan(hourly);
    expect(world.happened()).toEqual([]);
    world.plan(hourly, { isPaused: true });
    expect(next()).toBe("none");
    world.passTo("2026-11-18 12:30");
    world.plan(hourly);
    world.passTo("2026-11-18 12:59");
    expect(world.happened()).toEqual([]);
    world.passTo("2026-11-18 13:00");
    expect(world.happened()).toEqual(["11-18 13:00 schedule for 11-18 13:00"]);
  });

  test("a manual plan never starts", () => {
    world.plan({ kind: "manual" });
    world.passTo("2026-11-18 05:00");
    world.jumpTo("2026-11-20 05:00");
    expect([world.happened(), next()]).toEqual([[], "none"]);
  });

  test("a time at which the plan is still running waits, is not missed, and is not queued twice", () => {
    world.plan(hourly);
    world.passTo("2026-11-18 01:00");
    world.running(true);
    expect(world.happened()).toHaveLength(1);
    world.passTo("2026-11-18 03:20");
    expect(world.happened()).toEqual([]);
    expect(next()).toBe("11-18 03:20 running");
    world.running(false);
    world.passTo("2026-11-18 03:50");
    expect(world.happened()).toEqual(["11-18 03:20:15 catch-up for 11-18 03:00"]);
  });

  test("on battery, runs wait, and what was left out is recorded as missed", () => {
    world.plan(hourly);
    world.battery(true);
    world.passTo("2026-11-18 02:20");
    expect(world.happened()).toEqual(["missed 11-18 01:00"]);
    expect(next()).toBe("11-18 02:20 battery");
    world.battery(false);
    world.scheduler.tick();
    expect(world.happened()).toEqual(["11-18 02:20 catch-up for 11-18 02:00"]);
  });

  test("a plan that cannot be started is tried again every minute, and holds up no other", () => {
    world.plan(hourly);
    world.plan(hourly, { id: OTHER });
    world.failStartsWith(new Error("the catalog is full"));
    world.passTo("2026-11-18 01:00");
    world.passTo("2026-11-18 01:02");
    expect(world.errors()).toHaveLength(6);
    world.failStartsWith(undefined);
    world.passTo("2026-11-18 01:10");
    expect(world.happened()).toEqual([
      "11-18 01:03 catch-up for 11-18 01:00",
      "11-18 01:03 catch-up for 11-18 01:00",
    ]);
  });

  test("a plan that was deleted is forgotten", () => {
    world.plan(hourly);
    world.remove(PLAN);
    world.passTo("2026-11-18 02:00");
    expect([world.happened(), next()]).toEqual([[], "none"]);
  });
});

describe("after sleep, or with the host off", () => {
  test.each(["jumpTo", "restartAt"] as const)(
    "a missed run is caught up once, after a delay (%s)",
    (away) => {
      world.plan(nightly);
      world[away]("2026-11-18 09:00");
      expect(world.happened()).toEqual([]);
      expect(next()).toBe("11-18 09:01:02 jitter");
      world.passTo("2026-11-18 23:00");
      expect(world.happened()).toEqual(["11-18 09:01:15 catch-up for 11-18 01:30"]);
      world[away]("2026-11-18 23:30");
      world.passTo("2026-11-19 01:00");
      expect(world.happened()).toEqual([]);
    },
  );

  test.each([
    [0, 5],
    [0.999999, 120],
  ])("the delay of random %d is %d seconds", (random, seconds) => {
    world.plan(nightly);
    world.random(random);
    world.jumpTo("2026-11-18 09:00");
    const start = world.scheduler.next(PLAN);
    expect(Math.round(((start?.atMs ?? 0) - world.nowMs) / 1000)).toBe(seconds);
  });

  test("several missed runs are one, and the others are recorded", () => {
    world.plan(hourly);
    world.jumpTo("2026-11-18 04:30");
    world.passTo("2026-11-18 04:59");
    expect(world.happened()).toEqual([
      "missed 11-18 01:00",
      "missed 11-18 02:00",
      "missed 11-18 03:00",
      "11-18 04:31:15 catch-up for 11-18 04:00",
    ]);
  });

  test("after a year, the newest missed runs are recorded, in no time", () => {
    world.plan({ kind: "cron", expression: "* * * * *" });
    const startMs = processorTimeMs();
    world.jumpTo("2027-11-18 04:30");
    expect(processorTimeMs() - startMs).toBeLessThan(1000);
    const missed = world.happened();
    expect(missed).toHaveLength(30); // 29, and the start of the newest, which is on time
    expect(missed[0]).toBe("missed 11-18 04:00");
  });

  test("a run that is late by less than a minute and a half is on time", () => {
    world.plan(nightly);
    world.jumpTo("2026-11-18 01:31:20");
    expect(world.happened()).toEqual(["11-18 01:31:20 schedule for 11-18 01:30"]);
  });

  test("outside of its window a missed run waits for it, also over a restart", () => {
    world.plan(nightly, { window: { from: "22:00", to: "06:00" } });
    world.jumpTo("2026-11-18 09:00");
    world.passTo("2026-11-18 12:00");
    expect(next()).toBe("11-18 22:00 window");
    world.restartAt("2026-11-18 21:00");
    world.passTo("2026-11-18 21:59");
    expect(world.happened()).toEqual([]);
    world.passTo("2026-11-18 22:10");
    expect(world.happened()).toEqual(["11-18 22:00 catch-up for 11-18 01:30"]);
  });

  test("a missed run whose window does not come before the next time is missed", () => {
    world.plan(nightly, { window: night });
    world.jumpTo("2026-11-18 09:00");
    world.passTo("2026-11-19 01:30");
    expect(world.happened()).toEqual(["missed 11-18 01:30", "11-19 01:30 schedule for 11-19 01:30"]);
  });

  test("a run on time does not ask for the window", () => {
    world.plan({ kind: "daily", at: "13:00", weekdays: EVERY_DAY }, { window: night });
    world.passTo("2026-11-18 13:00");
    expect(world.happened()).toEqual(["11-18 13:00 schedule for 11-18 13:00"]);
  });

  test("a delay is begun again by a restart, and one run comes of it", () => {
    world.plan(nightly);
    world.jumpTo("2026-11-18 09:00");
    world.restartAt("2026-11-18 09:00:30");
    expect(next()).toBe("11-18 09:01:32 jitter");
    world.restartAt("2026-11-18 09:01");
    world.passTo("2026-11-18 12:00");
    expect(world.happened()).toEqual(["11-18 09:02:15 catch-up for 11-18 01:30"]);
  });

  test("a host that died before the run was queued starts it again, and after it does not", () => {
    world.plan(nightly);
    world.dieInStart("before-run");
    world.passTo("2026-11-18 01:30");
    world.dieInStart("after-run");
    world.restartAt("2026-11-18 01:31");
    expect(world.happened()).toEqual(["11-18 01:31 schedule for 11-18 01:30"]);
    world.dieInStart(undefined);
    world.restartAt("2026-11-18 01:31:30");
    world.passTo("2026-11-18 12:00");
    expect(world.happened()).toEqual([]);
  });
});

describe("when the clock is set", () => {
  test("a clock that goes back runs nothing again, and the times that were not yet run are run", () => {
    world.plan(hourly);
    world.passTo("2026-11-18 03:10");
    expect(world.happened()).toHaveLength(3);
    world.jumpTo("2026-11-18 00:40");
    world.passTo("2026-11-18 03:50");
    expect(world.happened()).toEqual([]);
    world.passTo("2026-11-18 04:00");
    expect(world.happened()).toEqual(["11-18 04:00 schedule for 11-18 04:00"]);
  });

  test("a clock that was years ahead for a while costs one run, not years without one", () => {
    world.plan(nightly);
    world.jumpTo("2030-01-01 12:00");
    world.passTo("2030-01-01 12:05");
    expect(world.happened().at(-1)).toBe("1-01 12:01:15 catch-up for 1-01 01:30");
    world.jumpTo("2026-11-18 00:35");
    world.passTo("2026-11-20 01:00");
    expect(world.happened()).toEqual([
      "11-18 01:30 schedule for 11-18 01:30",
      "11-19 01:30 schedule for 11-19 01:30",
    ]);
  });

  test("a clock that was ahead only during the delay does not make a missed run wait for the next one", () => {
    world.plan({ kind: "monthly", day: 18, at: "01:30" });
    world.jumpTo("2026-12-19 09:00");
    expect(world.happened()).toEqual(["missed 11-18 01:30"]);
    world.jumpTo("2026-12-10 09:00");
    world.passTo("2026-12-10 09:10");
    expect(world.happened()).toEqual(["12-10 09:01:15 catch-up for 11-18 01:30"]);
    world.passTo("2026-12-10 09:30");
    world.jumpTo("2026-12-18 01:30");
    expect(world.happened()).toEqual(["12-18 01:30 schedule for 12-18 01:30"]);
  });

  test("a clock that goes back during the delay neither loses the run nor makes it wait for hours", () => {
    world.plan(nightly);
    world.jumpTo("2026-11-18 09:00");
    world.jumpTo("2026-11-18 06:00");
    world.passTo("2026-11-18 06:10");
    expect(world.happened()).toEqual(["11-18 06:02 catch-up for 11-18 01:30"]);
  });

  test("a clock that goes back to before the time that waits lets it be due again", () => {
    world.plan(nightly);
    world.passTo("2026-11-18 02:00");
    world.happened();
    world.jumpTo("2026-11-19 09:00");
    world.jumpTo("2026-11-19 01:00");
    expect(next()).toBe("11-19 01:30");
    world.passTo("2026-11-19 09:00");
    expect(world.happened()).toEqual(["11-19 01:30 schedule for 11-19 01:30"]);
  });
});

describe("when the clock changes between winter and summer", () => {
  const early: Schedule = { kind: "daily", at: "02:30", weekdays: EVERY_DAY };

  /** @returns at which moments the plan starts in the three days from that midnight on */
  function startsOf(midnight: string): string[] {
    moveTo("Europe/Berlin");
    const berlin = createSchedulerWorld(midnight);
    try {
      berlin.plan(early);
      berlin.passMinutes(3 * 24 * 60);
      return berlin.started().map((dueMs) => new Date(dueMs).toISOString());
    } finally {
      berlin.close();
    }
  }

  test("a plan starts once a day", () => {
    expect(startsOf("2026-03-28 00:00")).toEqual([
      "2026-03-28T01:30:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-03-30T00:30:00.000Z",
    ]);
    expect(startsOf("2026-10-24 00:00")).toEqual([
      "2026-10-24T00:30:00.000Z",
      "2026-10-25T00:30:00.000Z",
      "2026-10-26T01:30:00.000Z",
    ]);
  });
});

describe("continuous plans", () => {
  test("start when files changed, and every day", () => {
    world.plan(continuous);
    world.passTo("2026-11-18 11:00");
    expect(world.happened()).toEqual([]);
    world.scheduler.noteChange(PLAN);
    expect(world.happened()).toEqual(["11-18 11:00 change for 11-18 11:00"]);
    world.passTo("2026-11-18 12:00");
    expect(world.happened()).toEqual(["11-18 12:00 schedule for 11-18 12:00"]);
  });

  test("changes during a run are backed up by one more", () => {
    world.plan(continuous);
    world.running(true);
    world.scheduler.noteChange(PLAN);
    world.scheduler.noteChange(PLAN);
    world.passTo("2026-11-18 00:40");
    expect(world.happened()).toEqual([]);
    world.running(false);
    world.passTo("2026-11-18 00:50");
    expect(world.happened()).toEqual(["11-18 00:40:15 change for 11-18 00:30"]);
  });

  test("changes of paused plans, or of those that are not continuous any more, start nothing", () => {
    world.plan(continuous, { isPaused: true });
    world.scheduler.noteChange(PLAN);
    world.plan(continuous);
    world.passTo("2026-11-18 00:40");
    world.plan(nightly);
    world.scheduler.noteChange(PLAN);
    world.passTo("2026-11-18 01:00");
    expect(world.happened()).toEqual([]);
  });
});

test("a stopped scheduler starts nothing", () => {
  world.plan(hourly);
  world.scheduler.stop();
  world.scheduler.stop();
  world.passTo("2026-11-18 05:00");
  expect(world.happened()).toEqual([]);
});
