import { expect, test } from "vitest";
import { createProgressMeter } from "./progress-meter.ts";

const at = (bytesDone: number, rest: object = {}) => ({ phase: "save", filesDone: 0, bytesDone, ...rest });

test("tells no speed before a second has passed, and no remaining time before the total is known", () => {
  const meter = createProgressMeter();
  expect(meter.measure(at(0), 0)).toMatchObject({
    bytesPerSecond: null,
    remainingMs: null,
    bytesTotal: null,
  });
  expect(meter.measure(at(500), 500).bytesPerSecond).toBeNull();
  expect(meter.measure(at(2_000), 2_000)).toMatchObject({ bytesPerSecond: 1_000, remainingMs: null });
  expect(meter.measure(at(3_000, { bytesTotal: 9_000 }), 3_000)).toMatchObject({ remainingMs: 6_000 });
});

test("forgets how fast it was a while ago", () => {
  const meter = createProgressMeter();
  for (let second = 0; second <= 30; second += 1) meter.measure(at(second * 1_000_000), second * 1_000);
  let last = meter.measure(at(30_000_000), 31_000);
  for (let second = 32; second <= 42; second += 1)
    last = meter.measure(at(30_000_000 + (second - 31) * 10), second * 1_000);
  expect(last.bytesPerSecond).toBeCloseTo(10);
});

test("work that stands still has a speed of zero and no remaining time", () => {
  const meter = createProgressMeter();
  meter.measure(at(1_000, { bytesTotal: 2_000 }), 0);
  expect(meter.measure(at(1_000, { bytesTotal: 2_000 }), 5_000)).toMatchObject({
    bytesPerSecond: 0,
    remainingMs: null,
  });
});

test("work that only counts things is measured by them", () => {
  const meter = createProgressMeter();
  const forget = (filesDone: number) => ({ phase: "forget", filesDone, filesTotal: 40, bytesDone: 0 });
  meter.measure(forget(0), 0);
  expect(meter.measure(forget(10), 2_000).remainingMs).toBe(6_000);
});

test("another phase has its own speed", () => {
  const meter = createProgressMeter();
  meter.measure(at(0), 0);
  meter.measure(at(1_000_000), 1_000);
  expect(meter.measure({ ...at(0), phase: "index" }, 1_500).bytesPerSecond).toBeNull();
});
