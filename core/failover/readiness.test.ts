import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BACKUP_WEIGHTS,
  FAILOVER_WEIGHTS,
  type ReadinessFacts,
  readinessForFailover,
  readinessOfBackup,
} from "./readiness.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const perfect: ReadinessFacts = {
  ...{ healthyCopies: 3, behindMs: 0, goalMs: HOUR, verifiedShare: 1 },
  drill: { passed: true, ageMs: 0 },
};
const nothing: ReadinessFacts = {
  healthyCopies: null,
  behindMs: null,
  goalMs: HOUR,
  verifiedShare: null,
  drill: null,
};

test("all evidence is nearly one, none is nearly nothing, half of the weight is one half", () => {
  for (const score of [readinessForFailover, readinessOfBackup]) {
    expect(score(perfect).score).toBeCloseTo(1 / (1 + Math.exp(-4)), 12);
    expect(score(nothing).score).toBeCloseTo(1 / (1 + Math.exp(4)), 12);
    expect(score(perfect).x).toBeCloseTo(1, 12);
    expect(score(perfect, { steepness: 3, middle: 1 }).score).toBeCloseTo(0.5, 12);
  }
  for (const weights of [FAILOVER_WEIGHTS, BACKUP_WEIGHTS])
    expect(Object.values(weights).reduce<number>((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
});

test("a standby an hour behind with an hour's goal, half verified, drilled a quarter ago", () => {
  const { x, contributions } = readinessForFailover({
    ...{ healthyCopies: 1, behindMs: HOUR, goalMs: HOUR, verifiedShare: 0.5 },
    drill: { passed: true, ageMs: 90 * DAY },
  });
  expect(contributions.map(({ kind, value }) => [kind, value])).toEqual([
    ["copies", 0.85],
    ["freshness", 0.5],
    ["verified", 0.5],
    ["drill", 0.5],
  ]);
  expect(x).toBeCloseTo(0.35 * 0.85 + 0.65 * 0.5, 12);
});

test("a drill that failed counts nothing, and so does a time that lies in the future", () => {
  const failed = readinessOfBackup({ ...perfect, drill: { passed: false, ageMs: 0 } });
  expect(failed.contributions.find(({ kind }) => kind === "drill")).toMatchObject({ value: 0, adds: 0 });
  const future = readinessOfBackup({ ...perfect, behindMs: -5 });
  expect(future.contributions.find(({ kind }) => kind === "freshness")).toMatchObject({
    value: null,
    adds: 0,
  });
});

test("the contributions add up, nothing known is never worse than unknown, and better is never worse", () => {
  const facts = fc.record({
    healthyCopies: fc.option(fc.nat(5)),
    behindMs: fc.option(fc.nat(90 * DAY)),
    goalMs: fc.integer({ min: 1, max: DAY }),
    verifiedShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    drill: fc.option(fc.record({ passed: fc.boolean(), ageMs: fc.nat(400 * DAY) })),
  });
  fc.assert(
    fc.property(facts, fc.constantFrom(readinessForFailover, readinessOfBackup), (known, readiness) => {
      const { score, x, contributions } = readiness(known);
      expect(contributions.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(x, 9);
      for (const { scoreIfPerfect } of contributions)
        expect(scoreIfPerfect).toBeGreaterThanOrEqual(score - 1e-12);
      for (const key of ["healthyCopies", "behindMs", "verifiedShare", "drill"] as const)
        expect(readiness({ ...known, [key]: null }).score).toBeLessThanOrEqual(score + 1e-12);
      if (known.healthyCopies !== null)
        expect(readiness({ ...known, healthyCopies: known.healthyCopies + 1 }).score).toBeGreaterThanOrEqual(
          score,
        );
    }),
  );
});
