import fc from "fast-check";
import { expect, test } from "vitest";
import { READ_STRATEGIES } from "../../../shared/model/read-strategy.ts";
import { type Choosable, orderReplicas } from "./order-replicas.ts";

const idle = (expectedMs: number | undefined): Choosable => ({ expectedMs, waiting: 0 });
const dice = { turn: 0, chance: 0 };

test("the fastest is the one that will have answered first, what it is at already counted in", () => {
  const order = (...replicas: Choosable[]) => orderReplicas(replicas, "fastest", dice);
  expect(order(idle(30), idle(10), idle(20))).toEqual([1, 2, 0]);
  expect(order(idle(30), { expectedMs: 10, waiting: 3 })).toEqual([0, 1]);
  // as long as nothing is known, the active one is asked
  expect(order(idle(undefined), idle(undefined))).toEqual([0, 1]);
  expect(order(idle(undefined), idle(10))).toEqual([1, 0]);
});

test("the preferred one stays the first, however slow, and each in turn is the first", () => {
  expect(orderReplicas([idle(900), idle(1)], "preferred", dice)).toEqual([0, 1]);
  const firsts = [0, 1, 2, 3].map(
    (turn) => orderReplicas([idle(1), idle(1), idle(1)], "round-robin", { turn, chance: 0 })[0],
  );
  expect(firsts).toEqual([0, 1, 2, 0]);
});

test("by weight each is asked as often as it is fast", () => {
  const counts = [0, 0, 0];
  for (let n = 0; n < 1000; n += 1) {
    const [first = 0] = orderReplicas([idle(10), idle(30), idle(60)], "weighted", {
      turn: n,
      chance: (n + 0.5) / 1000,
    });
    counts[first] = (counts[first] ?? 0) + 1;
  }
  expect(counts).toEqual([667, 222, 111]);
});

test("whatever the strategy, each is in the order once", () => {
  const replica = fc.record({
    expectedMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
    waiting: fc.nat(100),
  });
  fc.assert(
    fc.property(
      fc.array(replica, { maxLength: 5 }),
      fc.constantFrom(...READ_STRATEGIES),
      fc.nat(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (replicas, strategy, turn, chance) => {
        const order = orderReplicas(replicas, strategy, { turn, chance });
        expect(order.toSorted((a, b) => a - b)).toEqual(replicas.map((_, n) => n));
      },
    ),
  );
});
