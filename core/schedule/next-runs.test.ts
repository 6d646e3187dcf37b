import fc from "fast-check";
import { createTask, validate } from "node-cron";
import { describe, expect, test } from "vitest";
import type { Schedule } from "../../shared/model/schedule.ts";
import { processorTimeMs } from "../../test/support/processor-time.ts";
import { latestRuns, nextRuns } from "./next-runs.ts";
import { moveTo, returnAfterEachTest, wallClock, ZONES } from "./testing/time-zone.ts";

returnAfterEachTest();

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const at = (text: string) => Date.parse(text);
const cron = (expression: string): Schedule => ({ kind: "cron", expression });
const daily = (time: string, weekdays = EVERY_DAY): Schedule => ({ kind: "daily", at: time, weekdays });
const hourly = (part: Partial<Extract<Schedule, { kind: "hourly" }>> = {}): Schedule => ({
  kind: "hourly",
  everyHours: 1,
  minute: 0,
  fromHour: 0,
  toHour: 23,
  weekdays: EVERY_DAY,
  ...part,
});

/** The next times as clocks show them. */
function shown(zone: string, schedule: Schedule, after: string, count: number): string[] {
  moveTo(zone);
  return nextRuns(schedule, at(after), count).map((run) => wallClock(run, zone));
}

describe("by the calendar", () => {
  test("a manual schedule has no times", () => {
    expect(nextRuns({ kind: "manual" }, 0, 5)).toEqual([]);
    expect(latestRuns({ kind: "manual" }, 0, Date.now(), 5)).toEqual([]);
  });

  test("every two hours of office days", () => {
    const schedule = hourly({ everyHours: 5, minute: 15, fromHour: 7, toHour: 19, weekdays: [1, 5] });
    expect(shown("UTC", schedule, "2026-11-20T07:15:00Z", 6)).toEqual([
      "2026-11-20 12:15",
      "2026-11-20 17:15",
      "2026-11-23 07:15",
      "2026-11-23 12:15",
      "2026-11-23 17:15",
      "2026-11-27 07:15",
    ]);
  });

  test("hours across midnight belong to the day they began on", () => {
    const schedule = hourly({ everyHours: 3, fromHour: 22, toHour: 6, weekdays: [5, 6] });
    expect(shown("UTC", schedule, "2026-11-20T00:00:00Z", 7)).toEqual([
      "2026-11-20 22:00",
      "2026-11-21 01:00",
      "2026-11-21 04:00",
      "2026-11-21 22:00",
      "2026-11-22 01:00",
      "2026-11-22 04:00",
      "2026-11-27 22:00",
    ]);
  });

  test("the 31st is the last day of shorter months", () => {
    expect(shown("UTC", { kind: "monthly", day: 31, at: "03:00" }, "2028-01-31T03:00:00Z", 3)).toEqual([
      "2028-02-29 03:00",
      "2028-03-31 03:00",
      "2028-04-30 03:00",
    ]);
    expect(shown("UTC", { kind: "monthly", day: "last", at: "03:00" }, "2026-01-31T02:59:00Z", 2)).toEqual([
      "2026-01-31 03:00",
      "2026-02-28 03:00",
    ]);
  });

  test("a 29 February that is a Monday is found", () => {
    expect(shown("UTC", cron("0 4 29 2 1"), "2026-01-01T00:00:00Z", 2)).toEqual([
      "2044-02-29 04:00",
      "2072-02-29 04:00",
    ]);
  });

  test("a day that never comes gives no times, and soon", () => {
    const startMs = processorTimeMs();
    expect(nextRuns(cron("0 0 L-30 2 *"), Date.now(), 5)).toEqual([]);
    expect(processorTimeMs() - startMs).toBeLessThan(2000);
  });
});

describe("when clocks are put forward", () => {
  test("a time that does not exist runs at the next that does", () => {
    expect(shown("Europe/Berlin", daily("02:30"), "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-29 03:00",
      "2026-03-30 02:30",
    ]);
    expect(shown("America/Santiago", daily("00:15"), "2026-09-05T12:00:00Z", 2)).toEqual([
      "2026-09-06 01:00",
      "2026-09-07 00:15",
    ]);
    expect(shown("Australia/Lord_Howe", daily("02:15"), "2026-10-03T00:00:00Z", 1)).toEqual([
      "2026-10-04 02:30",
    ]);
  });

  test("several such times are one", () => {
    expect(shown("Europe/Berlin", cron("*/20 1-3 * * *"), "2026-03-29T00:30:00Z", 5)).toEqual([
      "2026-03-29 01:40",
      "2026-03-29 03:00",
      "2026-03-29 03:20",
      "2026-03-29 03:40",
      "2026-03-30 01:00",
    ]);
  });

  test("a day that was left out runs when the next one begins", () => {
    expect(shown("Pacific/Apia", daily("13:00"), "2011-12-29T12:00:00-10:00", 3)).toEqual([
      "2011-12-29 13:00",
      "2011-12-31 00:00",
      "2011-12-31 13:00",
    ]);
  });
});

describe("when clocks are put back", () => {
  test("a time that comes twice runs once, the first time", () => {
    moveTo("Europe/Berlin");
    expect(nextRuns(daily("02:30"), at("2026-10-25T00:00:00Z"), 2)).toEqual([
      at("2026-10-25T00:30:00Z"),
      at("2026-10-26T01:30:00Z"),
    ]);
    expect(nextRuns(daily("02:30"), at("2026-10-25T00:30:00Z"), 1)).toEqual([at("2026-10-26T01:30:00Z")]);
    expect(latestRuns(daily("02:30"), at("2026-10-25T00:30:00Z"), at("2026-10-25T12:00:00Z"), 9)).toEqual([]);
  });

  test.each([hourly(), cron("0 * * * *")])(
    "what runs every hour also runs in the hour that comes twice",
    (schedule) => {
      moveTo("America/New_York");
      const runs = nextRuns(schedule, at("2026-11-01T04:30:00Z"), 4);
      expect(runs).toEqual([5, 6, 7, 8].map((hour) => at(`2026-11-01T0${hour}:00:00Z`)));
      expect(latestRuns(schedule, at("2026-11-01T04:30:00Z"), at("2026-11-01T08:00:00Z"), 9)).toEqual(runs);
    },
  );
});

const minuteText = fc
  .integer({ min: 0, max: 1439 })
  .map((n) => `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`);
const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
const cronField = (min: number, max: number) =>
  fc.oneof(
    fc.constant("*"),
    fc.integer({ min, max }).map(String),
    fc.integer({ min: 1, max: 7 }).map((step) => `*/${step}`),
    fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => `${a}-${b}`),
    fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 }).map((list) => list.join(",")),
  );
const cronText = fc
  .tuple(
    cronField(0, 59),
    cronField(0, 23),
    fc.oneof(
      { weight: 4, arbitrary: cronField(1, 28) },
      { weight: 1, arbitrary: fc.constantFrom("L", "L-2", "15W", "1W", "LW", "31") },
    ),
    cronField(1, 12),
    fc.oneof(
      { weight: 4, arbitrary: cronField(0, 7) },
      { weight: 1, arbitrary: fc.constantFrom("5#2", "1L", "mon-fri", "sun") },
    ),
  )
  .map((fields) => fields.join(" "))
  .filter(validate); // 31 February
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  cronText.map(cron),
  fc.record({ kind: fc.constant("daily"), at: minuteText, weekdays }),
  fc.record({
    kind: fc.constant("monthly"),
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant("last" as const)),
    at: minuteText,
  }),
  fc.record({
    kind: fc.constant("hourly"),
    everyHours: fc.integer({ min: 1, max: 12 }),
    minute: fc.integer({ min: 0, max: 59 }),
    fromHour: fc.integer({ min: 0, max: 23 }),
    toHour: fc.integer({ min: 0, max: 23 }),
    weekdays,
  }),
);
/** 2010 to 2040. */
const moments = fc.integer({ min: at("2010-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") });

describe.each(ZONES)("in %s", (zone) => {
  test("next times strictly rise, and looking back over the same stretch finds the same", () => {
    moveTo(zone);
    fc.assert(
      fc.property(schedules, moments, (schedule, afterMs) => {
        const runs = nextRuns(schedule, afterMs, 12);
        const lastMs = runs.at(-1);
        if (lastMs === undefined) return;
        runs.forEach((run, n) => {
          expect(run).toBeGreaterThan(runs[n - 1] ?? afterMs);
          expect(run % 60_000).toBe(0);
        });
        expect(nextRuns(schedule, (runs[0] ?? 0) - 1, 1)).toEqual([runs[0]]);
        expect(latestRuns(schedule, afterMs, lastMs, 50)).toEqual(runs);
        expect(latestRuns(schedule, afterMs, lastMs, 3)).toEqual(runs.slice(-3));
        expect(latestRuns(schedule, afterMs, lastMs - 1, 50)).toEqual(runs.slice(0, -1));
      }),
      { numRuns: 60 },
    );
  });

  test("daily times are shown by the clocks of the zone, once a day", () => {
    moveTo(zone);
    fc.assert(
      fc.property(minuteText, moments, (time, afterMs) => {
        const runs = nextRuns(daily(time), afterMs, 400).map((run) => wallClock(run, zone));
        const exact = runs.filter((run) => run.endsWith(time));
        const days = new Set(runs.map((run) => run.slice(0, 10)));
        expect(exact.length).toBeGreaterThanOrEqual(runs.length - 4); // as often as clocks are put forward, at most
        expect(days.size).toBeGreaterThanOrEqual(runs.length - 1); // only a day that was left out doubles another
      }),
      { numRuns: 10 },
    );
  });
});

test("cron times are those that node-cron says match, and no other minute is", () => {
  moveTo("UTC");
  fc.assert(
    fc.property(cronText, moments, (expression, startMs) => {
      const afterMs = Math.floor(startMs / 60_000) * 60_000;
      const task = createTask(expression, () => undefined, { timezone: "UTC" });
      try {
        const runs = nextRuns(cron(expression), afterMs, 3);
        for (const run of runs) expect(task.match(new Date(run))).toBe(true);
        const untilMs = Math.min(runs.at(-1) ?? Infinity, afterMs + 1500 * 60_000);
        const matched: number[] = [];
        for (let timeMs = afterMs + 60_000; timeMs <= untilMs; timeMs += 60_000)
          if (task.match(new Date(timeMs))) matched.push(timeMs);
        expect(matched).toEqual(runs.filter((run) => run <= untilMs));
      } finally {
        void task.destroy();
      }
    }),
    { numRuns: 60 },
  );
});
