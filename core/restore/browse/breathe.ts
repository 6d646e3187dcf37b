import { setImmediate } from "node:timers/promises";

/** What a person does not notice. */
const LONGEST_MS = 10;

let lastMs = performance.now();

/**
 * Lets messages, timers and other work have their turn, when they had none for a while. What comes from a cache comes without
 * waiting, so a walk over it would otherwise keep everything else of its process waiting, a cancel too.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - lastMs < LONGEST_MS) return;
  await setImmediate();
  lastMs = performance.now();
}
