import { setTimeout as delay } from "node:timers/promises";

/** So little that what is watched does not get much further, and so much that it has the processor meanwhile. */
const LOOK_EVERY_MS = 5;

/**
 * The options for a backup that is to be disturbed in its middle: as fast as a network, so that a test that gets no turn for a second
 * still comes in time.
 */
export const UNHURRIED = ["--limit-upload", String(32 * 1024)] as const;

/** Waits until what another process does has come so far. */
export async function comesSoFar(isThere: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isThere())) await delay(LOOK_EVERY_MS);
}
