/** In the morning of the first day of each month, of the month that is over. */
const HOUR = 7;

/**
 * @param lastMs when the last one was made, or the rules were saved
 * @returns whether a time for a proof pack has come since, by this machine's calendar; several that were missed are one
 */
export function isPackDue(lastMs: number, nowMs: number): boolean {
  const now = new Date(nowMs);
  const times = [now.getMonth(), now.getMonth() - 1].map((month) =>
    new Date(now.getFullYear(), month, 1, HOUR).getTime(),
  );
  const newest = times.find((time) => time <= nowMs);
  return newest !== undefined && newest > lastMs;
}
