/** Which part of a repository is to be read back next. Pure: a round is so many days long and has a part for each. */
import type { ReadingRound } from "../catalog/reading-round-store.ts";

const DAY_MS = 24 * 3_600_000;
/** What was missed is made up for, and not all at once; a part that failed is tried again as late. */
const BETWEEN_PARTS_MS = 6 * 3_600_000;

/** @param days of a round, at most as many as there are parts to tell apart: 256 */
export function beginRound(days: number, nowMs: number, before?: ReadingRound): ReadingRound {
  return {
    ...{ parts: days, partsRead: 0, beganMs: nowMs },
    ...{ askedMs: before?.askedMs ?? null, allReadMs: before?.allReadMs ?? null },
  };
}

/** The round as it counts now: another length, or a clock that was put back, begins it anew. */
export function roundNow(round: ReadingRound | undefined, days: number, nowMs: number): ReadingRound {
  const isOther = round === undefined || round.parts !== days || round.beganMs > nowMs;
  return isOther ? beginRound(days, nowMs, round) : round;
}

/** When the next part is due; the last of a round on the last of its days. */
export function nextPartMs({ partsRead, beganMs, askedMs }: ReadingRound, nowMs: number): number {
  const dueMs = beganMs + (partsRead + 1) * DAY_MS;
  const isAhead = askedMs !== null && askedMs > nowMs; // by a clock that was put back
  return askedMs === null || isAhead ? dueMs : Math.max(dueMs, askedMs + BETWEEN_PARTS_MS);
}

/** By when all is to be read. */
export function roundEndMs({ parts, beganMs }: Pick<ReadingRound, "parts" | "beganMs">): number {
  return beganMs + parts * DAY_MS;
}

/** A part was read, whether it was whole or damage was found in it. The next round begins when this one is complete. */
export function withPartRead(round: ReadingRound, nowMs: number): ReadingRound {
  const partsRead = round.partsRead + 1;
  if (partsRead < round.parts) return { ...round, partsRead };
  return beginRound(round.parts, nowMs, { ...round, allReadMs: nowMs });
}
