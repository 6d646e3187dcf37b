const FIRST_MS = 250;
const LONGEST_MS = 10_000;

/**
 * How long to wait before the next try: twice as long each time, up to ten seconds, and never the same for two pages.
 *
 * @param attempts tries that failed, from 1
 * @param random at least 0, below 1
 */
export function reconnectDelayMs(attempts: number, random: number): number {
  const longestMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempts - 1));
  return longestMs * (0.5 + random / 2);
}
