import { expect, onTestFinished, test } from "vitest";
import { startHousekeeping } from "./housekeeping.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function setUp(run: () => void | Promise<void>) {
  const clock = { ms: 0, nowMs: () => clock.ms };
  const errors: unknown[] = [];
  const housekeeping = startHousekeeping([{ name: "sweep", everyMs: 60_000, run }], clock, (error) =>
    errors.push(error),
  );
  onTestFinished(() => housekeeping.stop());
  const tickAt = async (ms: number) => {
    clock.ms = ms;
    housekeeping.tick();
    await settled();
  };
  return { tickAt, errors };
}

test("chores are done at once, when their time has passed, and when the clock was put back", async () => {
  let done = 0;
  const { tickAt } = setUp(() => {
    done += 1;
  });
  await tickAt(1_000_000);
  await tickAt(1_059_999);
  expect(done).toBe(1);
  await tickAt(1_060_000);
  expect(done).toBe(2);
  await tickAt(9_000_000); // slept for hours: once, not a hundred times
  expect(done).toBe(3);
  await tickAt(5_000);
  expect(done).toBe(4);
});

test("one that fails is told and tried again, one that takes long is not started twice", async () => {
  let starts = 0;
  const { promise, resolve } = Promise.withResolvers<void>();
  const { tickAt, errors } = setUp(() => {
    starts += 1;
    if (starts === 1) throw new Error("broom broke");
    return promise;
  });
  await tickAt(0);
  expect(errors).toHaveLength(1);
  await tickAt(60_000);
  await tickAt(120_000);
  expect(starts).toBe(2);
  resolve();
  await settled();
  await tickAt(180_000);
  expect(starts).toBe(3);
});
