import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { CheckThreadData } from "../repository/check/check-thread.ts";
import { startThread } from "./thread.ts";
import { workerUrl } from "./worker-url.ts";

const ROUNDS = 30;
const masterKey = {
  encryptionKey: new Uint8Array(32),
  macKey: new Uint8Array(16),
  macR: new Uint8Array(16),
};

// ended while it loads a native module, a thread would take the process of this test along
test("threads may be stopped at once, again and again", async () => {
  const failures: unknown[] = [];
  const url = workerUrl(import.meta.url, "../repository/check/check-thread");
  const data: CheckThreadData = { masterKey };
  for (let round = 0; round < ROUNDS; round += 1) {
    const threads = [0, 1, 2].map(() =>
      startThread(url, data, { onMessage: () => undefined, onFailure: (error) => failures.push(error) }),
    );
    // at another moment of their start each time, from the first millisecond to where they are at work
    await setTimeout(round * 9);
    await Promise.all(threads.map((thread) => thread.stop()));
  }
  expect(failures).toEqual([]);
});

test("a thread that cannot start is a failure, and stopping it does not wait for ever", async () => {
  const { promise: failed, resolve } = Promise.withResolvers<unknown>();
  const url = new URL("data:text/javascript,throw new Error('no')");
  const thread = startThread(url, undefined, { onMessage: () => undefined, onFailure: resolve });
  await thread.stop();
  const other = startThread(url, undefined, { onMessage: () => undefined, onFailure: resolve });
  expect(await failed).toMatchObject({ message: "no" });
  await other.stop();
});
