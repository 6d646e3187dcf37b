import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { SeriesRun } from "../../../shared/model/health-view.ts";
import { forecastRebuildEnd } from "./forecast-rebuild.ts";
import { forecastFull } from "./forecast-space.ts";
import { forecastWornOut } from "./forecast-wear.ts";
import { fitLine } from "./robust-line.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = Date.UTC(2026, 10, 22);
const GB = 1e9;

/** A reading an hour, for so many days until now. */
function hourly(days: number, valueAt: (daysAgo: number) => number): SeriesRun[] {
  return Array.from({ length: days * 24 }, (_, n) => {
    const atMs = NOW_MS - (days * 24 - 1 - n) * HOUR_MS;
    const value = valueAt((NOW_MS - atMs) / DAY_MS);
    return { fromMs: atMs, toMs: atMs, value, low: value, high: value };
  });
}
const daysUntil = (ms: number | null) => ((ms ?? Number.NaN) - NOW_MS) / DAY_MS;

test("a line is found though a fifth of the points is nowhere near it", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 6, maxLength: 6 }),
      (slope, base, wrong) => {
        const points = Array.from({ length: 30 }, (_, x) => ({
          x,
          y: x % 5 === 3 ? (wrong[Math.floor(x / 5)] ?? 0) : base + slope * x,
        }));
        const line = fitLine(points);
        expect(line?.slope).toBeCloseTo(slope, 4);
        expect((line?.slopeLow ?? 1) - 1e-6).toBeLessThanOrEqual(line?.slope ?? 0);
        expect((line?.slopeHigh ?? -1) + 1e-6).toBeGreaterThanOrEqual(line?.slope ?? 0);
      },
    ),
  );
});

describe("free space", () => {
  test("that shrinks evenly is full when it must be, and the interval holds that day", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 20, noNaN: true }),
        fc.double({ min: 20, max: 400, noNaN: true }),
        fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 24, maxLength: 24 }),
        (gbPerDay, freeGb, noise) => {
          const runs = hourly(
            30,
            (ago) => (freeGb + gbPerDay * ago + (noise[Math.floor(ago * 24) % 24] ?? 0)) * GB,
          );
          const { kind, earliestMs, likelyMs, latestMs } = forecastFull(runs, NOW_MS);
          expect(kind).toBe("expected");
          const truth = freeGb / gbPerDay;
          expect(Math.abs(daysUntil(likelyMs) - truth)).toBeLessThan(0.05 * truth + 1);
          expect(daysUntil(earliestMs)).toBeLessThanOrEqual(daysUntil(likelyMs));
          expect(latestMs === null || latestMs >= (likelyMs ?? 0)).toBe(true);
        },
      ),
      { numRuns: 20 },
    );
  });

  test("is not bent by a large file that came and went", () => {
    const runs = hourly(30, (ago) => (200 + 2 * ago - (ago > 10 && ago < 13 ? 150 : 0)) * GB);
    expect(daysUntil(forecastFull(runs, NOW_MS).likelyMs)).toBeGreaterThan(80);
    expect(daysUntil(forecastFull(runs, NOW_MS).likelyMs)).toBeLessThan(120);
  });

  test("nothing is guessed from too little, from none, or from what goes up and down", () => {
    expect(forecastFull([], NOW_MS).kind).toBe("not-enough-data");
    expect(
      forecastFull(
        hourly(4, (ago) => (10 + ago) * GB),
        NOW_MS,
      ).kind,
    ).toBe("not-enough-data");
    const wave = hourly(30, (ago) => (20 + 15 * Math.sin(ago)) * GB);
    expect(forecastFull(wave, NOW_MS).kind).not.toBe("expected");
    expect(
      forecastFull(
        hourly(30, () => 50 * GB),
        NOW_MS,
      ).kind,
    ).toBe("not-coming");
    expect(
      forecastFull(
        hourly(30, (ago) => (50 - ago) * GB),
        NOW_MS,
      ).kind,
    ).toBe("not-coming");
  });

  test("a full one is full now, and readings of last year say nothing", () => {
    expect(
      forecastFull(
        hourly(2, () => 0),
        NOW_MS,
      ),
    ).toMatchObject({ kind: "expected", likelyMs: NOW_MS });
    const old = hourly(30, (ago) => (10 + ago) * GB).map((run) => ({
      ...{ ...run, fromMs: run.fromMs - 365 * DAY_MS, toMs: run.toMs - 365 * DAY_MS },
    }));
    expect(forecastFull(old, NOW_MS).kind).toBe("not-enough-data");
  });

  test("no history whatever makes it throw, or its interval turn around", () => {
    const run = fc
      .tuple(fc.integer({ min: 0, max: 60 * 24 }), fc.double({ min: 0, max: 1e13, noNaN: true }))
      .map(([ago, value]) => ({
        fromMs: NOW_MS - ago * HOUR_MS,
        toMs: NOW_MS - ago * HOUR_MS,
        value,
        low: value,
        high: value,
      }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 200 }), (runs) => {
        const sorted = runs.toSorted((a, b) => a.fromMs - b.fromMs);
        for (const forecast of [forecastFull(sorted, NOW_MS), forecastWornOut(sorted, NOW_MS)]) {
          const { kind, earliestMs, likelyMs, latestMs } = forecast;
          if (kind !== "expected") expect([earliestMs, likelyMs, latestMs]).toEqual([null, null, null]);
          else {
            expect(earliestMs).toBeLessThanOrEqual(likelyMs ?? Number.NaN);
            if (latestMs !== null) expect(latestMs).toBeGreaterThanOrEqual(likelyMs ?? Number.NaN);
            expect(earliestMs).toBeGreaterThanOrEqual(NOW_MS);
          }
        }
      }),
    );
  });
});

describe("wear", () => {
  const worn = (days: number, percentPerYear: number, now: number) =>
    hourly(days, (ago) => Math.floor(now - (percentPerYear * ago) / 365));

  test("is used up when its rate says so, within what whole percents can tell", () => {
    const { kind, earliestMs, likelyMs, latestMs } = forecastWornOut(worn(365, 20, 60), NOW_MS);
    expect(kind).toBe("expected");
    expect(daysUntil(earliestMs)).toBeLessThan(2 * 365);
    expect(daysUntil(latestMs)).toBeGreaterThan(2 * 365);
    expect(Math.abs(daysUntil(likelyMs) - 2 * 365)).toBeLessThan(60);
  });

  test("is not guessed from a week, or from one percent; what is over is over", () => {
    expect(forecastWornOut(worn(7, 300, 60), NOW_MS).kind).toBe("not-enough-data");
    expect(forecastWornOut(worn(60, 3, 60), NOW_MS).kind).toBe("not-enough-data");
    expect(forecastWornOut(worn(365, 0, 3), NOW_MS).kind).toBe("not-coming");
    expect(forecastWornOut(worn(30, 0, 104), NOW_MS)).toMatchObject({ kind: "expected", likelyMs: NOW_MS });
    expect(forecastWornOut([], NOW_MS).kind).toBe("none");
  });
});

describe("a rebuild", () => {
  const running = { kind: "rebuild", isWaiting: false, bytesPerSecond: null } as const;

  test("ends by the tool's estimate and by how far it came", () => {
    const operation = { ...running, donePercent: 50, remainingSeconds: 7200 };
    const runs = hourly(1, (ago) => 50 - ago * 24 * 10).filter(({ value }) => value >= 0);
    const { kind, earliestMs, likelyMs, latestMs } = forecastRebuildEnd(operation, runs, NOW_MS);
    expect(kind).toBe("expected");
    // two hours by the tool, five by its speed
    expect((earliestMs ?? 0) - NOW_MS).toBeCloseTo(1.6 * HOUR_MS, -4);
    expect((likelyMs ?? 0) - NOW_MS).toBeCloseTo(3.5 * HOUR_MS, -4);
    expect((latestMs ?? 0) - NOW_MS).toBeCloseTo(7.5 * HOUR_MS, -4);
  });

  test("that waits, has just begun or stands still is not foretold", () => {
    const none = { donePercent: 50, remainingSeconds: null };
    expect(forecastRebuildEnd(null, [], NOW_MS).kind).toBe("none");
    expect(forecastRebuildEnd({ ...running, ...none, isWaiting: true }, [], NOW_MS).kind).toBe(
      "not-enough-data",
    );
    expect(forecastRebuildEnd({ ...running, ...none }, [], NOW_MS).kind).toBe("not-enough-data");
    const still = hourly(1, () => 50);
    expect(forecastRebuildEnd({ ...running, ...none }, still, NOW_MS).kind).toBe("not-enough-data");
  });

  test("that began anew is not measured by the one before", () => {
    const runs = hourly(1, (ago) => (ago > 2 / 24 ? 90 : 20 - ago * 24 * 10)).filter(
      ({ value }) => value >= 0,
    );
    const { likelyMs } = forecastRebuildEnd(
      { ...running, donePercent: 20, remainingSeconds: null },
      runs,
      NOW_MS,
    );
    expect((likelyMs ?? 0) - NOW_MS).toBeCloseTo(8 * HOUR_MS, -5);
  });
});
