/** Hangs for a while, as a thread does that waits for a program that waits for a dying disk. */
import { thisThread } from "../../../threads/this-thread.ts";

const thread = thisThread<undefined, unknown, { readonly text: string }>();
/** Longer than the test waits for it, and short enough to wait for its end. */
const HANGS_MS = 1500;

thread.onMessage(() => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, HANGS_MS);
  thread.send({ text: "{}" });
});
