import { expect, test } from "vitest";
import { forEachAtOnce } from "./for-each-at-once.ts";

test("works on every item, never on more at once than allowed", async () => {
  const done: number[] = [];
  let running = 0;
  let most = 0;
  await forEachAtOnce([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
    running += 1;
    most = Math.max(most, running);
    await Promise.resolve();
    done.push(item);
    running -= 1;
  });
  expect(done.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(most).toBe(3);
});

test("after a failure begins nothing new, and throws when what was under way has ended", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const all = forEachAtOnce([1, 2, 3, 4], 2, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error("item 1");
    await gate;
    ended.push(item);
  });
  queueMicrotask(open);
  await expect(all).rejects.toThrow("item 1");
  expect(begun).toEqual([1, 2]);
  expect(ended).toEqual([2]);
});
