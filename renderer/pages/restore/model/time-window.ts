/** Which part of the whole history the lower track shows: two weeks where there are snapshots every day, more where they are rare. */
import { addDays, startOfDay } from "./find-snapshot.ts";

export type WindowUnit = "day" | "month";
export type TimeWindow = { readonly startMs: number; readonly endMs: number; readonly unit: WindowUnit };

const DAY_MS = 86_400_000;
/** From narrow to wide. */
const SPANS: readonly { readonly days: number; readonly unit: WindowUnit }[] = [
  { days: 15, unit: "day" },
  { days: 184, unit: "month" },
  { days: 1462, unit: "month" },
];
/** Fewer in a window than this leave nothing to choose from. */
const ENOUGH = 6;

/** @returns how many days the window is long, and how it is divided */
export function windowSpan(
  count: number,
  oldestMs: number,
  newestMs: number,
): { readonly days: number; readonly unit: WindowUnit } {
  const days = Math.max(1, (newestMs - oldestMs) / DAY_MS);
  const perDay = count / days;
  const [narrow] = SPANS;
  const fitting = SPANS.find((span) => days <= span.days || perDay * span.days >= ENOUGH);
  return fitting ?? SPANS.at(-1) ?? narrow ?? { days: 15, unit: "day" };
}

/** The window of that span that ends with the day of `endMs`. */
export function windowEndingAt(endMs: number, span: { days: number; unit: WindowUnit }): TimeWindow {
  const end = addDays(startOfDay(endMs), 1);
  return { startMs: startOfDay(addDays(end, -span.days)), endMs: end, unit: span.unit };
}

/**
 * Moves the window so that `timeMs` is in it, and no further than the newest snapshot's day.
 * @returns the same window when it is in it already
 */
export function windowShowing(
  window: TimeWindow,
  timeMs: number,
  newestMs: number,
  span: { days: number; unit: WindowUnit },
): TimeWindow {
  if (timeMs >= window.startMs && timeMs < window.endMs) return window;
  const middle = addDays(timeMs, Math.ceil(span.days / 2));
  return windowEndingAt(Math.min(middle, Math.max(newestMs, timeMs)), span);
}

export type Division = {
  readonly startMs: number;
  readonly endMs: number;
  readonly isWeekend: boolean;
};

/** The days or months of the window, by the local calendar. */
export function divisionsOf({ startMs, endMs, unit }: TimeWindow): readonly Division[] {
  const divisions: Division[] = [];
  let from = unit === "day" ? startOfDay(startMs) : startOfMonth(startMs);
  while (from < endMs) {
    const next = unit === "day" ? startOfDay(addDays(from, 1)) : startOfNextMonth(from);
    const weekday = new Date(from).getDay();
    divisions.push({
      startMs: from,
      endMs: next,
      isWeekend: unit === "day" && (weekday === 0 || weekday === 6),
    });
    from = next;
  }
  return divisions;
}

/** Midnight of the first of the month. */
export function startOfMonth(timeMs: number): number {
  const date = new Date(startOfDay(timeMs));
  date.setDate(1);
  return date.getTime();
}

export function startOfNextMonth(timeMs: number): number {
  const date = new Date(startOfMonth(timeMs));
  date.setMonth(date.getMonth() + 1);
  return date.getTime();
}
