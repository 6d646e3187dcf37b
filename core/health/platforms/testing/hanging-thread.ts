/** Hangs in the system, as a thread does that waits for a program that waits for a dead disk; until it is let go. */
import { thisThread } from "../../../threads/this-thread.ts";

const thread = thisThread<undefined, Int32Array, { readonly text: string }>();
thread.onMessage(() => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
  thread.send({ text: "{}" });
});
