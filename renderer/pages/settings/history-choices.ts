const USUAL_DAYS = [30, 90, 180, 365, 730, 1825, 3650];
const DAYS_A_YEAR = 365;

export type HistoryChoice = {
  readonly days: number;
  readonly unit: "days" | "years";
  /** Of the unit. */
  readonly count: number;
};

/** @returns the usual spans, and the one that is set now, from short to long */
export function historyChoices(currentDays: number): HistoryChoice[] {
  const all = [...new Set([...USUAL_DAYS, currentDays])].sort((a, b) => a - b);
  return all.map((days) =>
    days % DAYS_A_YEAR === 0
      ? { days, unit: "years", count: days / DAYS_A_YEAR }
      : { days, unit: "days", count: days },
  );
}
