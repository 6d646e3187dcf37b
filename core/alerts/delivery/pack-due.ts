/** In the morning of the first day of each month, of the month that is over. */
const HOUR = 7;

/** @returns the newest time for a proof pack, by this machine's calendar */
export function packTimeMs(nowMs: number): number {
  const now = new Date(nowMs);
  const times = [now.getMonth(), now.getMonth() - 1].map((month) =>
    new Date(now.getFullYear(), month, 1, HOUR).getTime(),
  );
  return times.find((time) => time <= nowMs) ?? Number.NEGATIVE_INFINITY;
}

/**
 * @param lastMs when the last one was made, or the rules were saved
 * @returns whether a time for a proof pack has come since; several that were missed are one
 */
export function isPackDue(lastMs: number, nowMs: number): boolean {
  return packTimeMs(nowMs) > lastMs;
}
