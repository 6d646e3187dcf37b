/** How long ago a file may have changed at most, to be looked for. */
export const SINCE = ["today", "week", "month", "year"] as const;
export type Since = (typeof SINCE)[number];

const DAYS: Readonly<Record<Since, number>> = { today: 0, week: 7, month: 30, year: 365 };

/** Counted from the beginning of a day, so that the same is asked all day long. */
export function sinceMs(since: Since | null, nowMs: number): number | null {
  if (since === null) return null;
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS[since]).getTime();
}
