import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { limitProgress } from "./progress-limiter.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("forwards at most one report per interval, the first at once and the last always", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(700), { minLength: 1, maxLength: 200 }), (pausesMs) => {
      const forwarded: { value: number; atMs: number }[] = [];
      const startMs = Date.now();
      const limiter = limitProgress<number>(
        (value) => forwarded.push({ value, atMs: Date.now() - startMs }),
        250,
        Date.now,
      );
      pausesMs.forEach((pauseMs, n) => {
        limiter.report(n);
        vi.advanceTimersByTime(pauseMs);
      });
      vi.runAllTimers();

      expect(forwarded[0]).toEqual({ value: 0, atMs: 0 });
      expect(forwarded.at(-1)?.value).toBe(pausesMs.length - 1);
      forwarded.slice(1).forEach(({ value, atMs }, index) => {
        expect(atMs - (forwarded[index]?.atMs ?? 0)).toBeGreaterThanOrEqual(250);
        expect(value).toBeGreaterThan(forwarded[index]?.value ?? 0);
      });
    }),
  );
});

test("flushing forwards what waits, once", () => {
  const forwarded: number[] = [];
  const limiter = limitProgress<number>((value) => forwarded.push(value), 250, Date.now);
  limiter.report(1);
  limiter.report(2);
  limiter.report(3);
  limiter.flush();
  limiter.flush();
  vi.runAllTimers();
  expect(forwarded).toEqual([1, 3]);
});

test("a job that never pauses still gets its reports out", () => {
  const forwarded: number[] = [];
  let nowMs = 0;
  const limiter = limitProgress<number>(
    (value) => forwarded.push(value),
    250,
    () => nowMs,
  );
  for (let n = 0; n < 1000; n++) {
    nowMs += 1; // the clock moves, but no timer ever fires
    limiter.report(n);
  }
  expect(forwarded).toEqual([0, 250, 500, 750]);
});
