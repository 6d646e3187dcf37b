/** How long what was read counts. */

/** Between two rounds over a host. */
export const ROUND_EVERY_MS = 5 * 60_000;
/** What is older says nothing about now. */
export const STALE_AFTER_MS = 2 * ROUND_EVERY_MS + 60_000;
/** Readings further apart leave a gap in the history. */
export const CONTINUES_MS = 3 * ROUND_EVERY_MS;

/** @param readMs in the future when the clock was put back: nobody knows then how long ago it was */
export function isStale(readMs: number | null, nowMs: number): boolean {
  return readMs === null || nowMs - readMs > STALE_AFTER_MS || readMs - nowMs > STALE_AFTER_MS;
}
