import { expect, test } from "vitest";
import { createByteBudget } from "./byte-budget.ts";

test("lets takers in, in turn, as far as the budget goes", async () => {
  const budget = createByteBudget(10);
  const order: string[] = [];
  const take = (name: string, bytes: number) => budget.take(bytes).then(() => order.push(name));
  await take("a", 6);
  const rest = [take("b", 6), take("c", 4)];
  await Promise.resolve();
  expect(order).toEqual(["a"]);
  budget.giveBack(6);
  await Promise.all(rest);
  expect(order).toEqual(["a", "b", "c"]);
});

test("gives the whole budget to what is larger than it, alone", async () => {
  const budget = createByteBudget(10);
  await budget.take(1);
  let isIn = false;
  const large = budget.take(50).then(() => {
    isIn = true;
  });
  await Promise.resolve();
  expect(isIn).toBe(false);
  budget.giveBack(1);
  await large;
});
