import type { ReadingRound } from "../../catalog/reading-round-store.ts";

const COUNTS_MS = 90 * 24 * 3_600_000;

/**
 * How much of a replica was read and proved within the last 90 days, by the rounds in which it is read back.
 * @returns from 0 to 1; null when nobody knows, as when it is not read back, or the clock was put back
 */
export function verifiedShare(round: ReadingRound | undefined, nowMs: number): number | null {
  if (round === undefined || round.beganMs > nowMs) return null;
  const { allReadMs, beganMs, parts, partsRead } = round;
  if (allReadMs !== null && allReadMs <= nowMs && nowMs - allReadMs <= COUNTS_MS) return 1;
  return nowMs - beganMs <= COUNTS_MS && parts > 0 ? partsRead / parts : null;
}
