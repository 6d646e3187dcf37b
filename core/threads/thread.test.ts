import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { ToBindingThread } from "./testing/binding-thread.ts";
import { startThread } from "./thread.ts";
import { workerUrl } from "./worker-url.ts";

/** In these rounds threads are stopped while they start, later and later; in the others after so many of their answers. */
const STARTING_ROUNDS = 16;
const ANSWERING_ROUNDS = 14;
const url = workerUrl(import.meta.url, "./testing/binding-thread");

// interrupted while it loads a native module or looks up a function, a thread would take the process of this test along
test("threads may be stopped at any moment, again and again", async () => {
  const failures: unknown[] = [];
  for (let round = 0; round < STARTING_ROUNDS + ANSWERING_ROUNDS; round += 1) {
    let answers = 0;
    const threads = [0, 1, 2].map(() => {
      const onFailure = (error: unknown) => failures.push(error);
      const thread = startThread<ToBindingThread, number>(url, undefined, {
        onMessage: () => {
          answers += 1;
        },
        onFailure,
      });
      for (let n = 0; n < 1000; n += 1) thread.post(20);
      return thread;
    });
    // at another moment each time, from the first instant to where they are at work
    const isStarting = round < STARTING_ROUNDS;
    const wantedAnswers = isStarting ? 1 : 3 * (round - STARTING_ROUNDS) + 1;
    const mostTurns = isStarting ? 2 ** round - 1 : Number.POSITIVE_INFINITY;
    for (let turns = 0; turns < mostTurns && answers < wantedAnswers; turns += 1) await setImmediate();
    await Promise.all(threads.map((thread) => thread.stop()));
  }
  expect(failures).toEqual([]);
});

test("a thread that is stopped finishes what it does, and begins nothing else", async () => {
  const { promise: first, resolve: onMessage } = Promise.withResolvers<number>();
  const onFailure = (error: unknown) => expect.unreachable(String(error));
  const thread = startThread<ToBindingThread, number>(url, undefined, { onMessage, onFailure });
  for (let n = 0; n < 10_000; n += 1) thread.post(1000);
  expect(await first).toBe(1000);
  const start = performance.now();
  await thread.stop();
  expect(performance.now() - start).toBeLessThan(2000); // all of them take a minute
});

test("a thread that cannot start is a failure, and stopping it does not wait for ever", async () => {
  const { promise: failed, resolve } = Promise.withResolvers<unknown>();
  const broken = new URL("data:text/javascript,throw new Error('no')");
  const thread = startThread(broken, undefined, { onMessage: () => undefined, onFailure: resolve });
  await thread.stop();
  const other = startThread(broken, undefined, { onMessage: () => undefined, onFailure: resolve });
  expect(await failed).toMatchObject({ message: "no" });
  await other.stop();
});
