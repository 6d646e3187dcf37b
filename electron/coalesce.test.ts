import { expect, test } from "vitest";
import { coalesce } from "./coalesce.ts";

test("the first call is followed at once, many more by one", async () => {
  let runs = 0;
  const { promise: second, resolve } = Promise.withResolvers<void>();
  const ask = coalesce(async () => {
    runs += 1;
    if (runs === 2) resolve();
  }, 1);
  ask();
  expect(runs).toBe(1);
  for (let n = 0; n < 100; n += 1) ask();
  expect(runs).toBe(1);
  await second;
  expect(runs).toBe(2);
});

test("what is asked while it works is done afterwards, with what is true then", async () => {
  const seen: number[] = [];
  let value = 1;
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  const ask = coalesce(async () => {
    const gate = gates[seen.length];
    seen.push(value);
    await gate?.promise;
    if (seen.length === 2) resolve();
  }, 1);
  ask();
  value = 2;
  ask();
  gates[0]?.resolve();
  gates[1]?.resolve();
  await done;
  expect(seen).toEqual([1, 2]);
});
