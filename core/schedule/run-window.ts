import type { RunWindow } from "../../shared/model/schedule.ts";
import { localMinute } from "./local-moments.ts";
import { nextRuns } from "./next-runs.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** @returns whether a run that was missed may be caught up now; a window that ends when it begins is open all day */
export function isWindowOpen(window: RunWindow | null, timeMs: number): boolean {
  if (window === null || window.from === window.to) return true;
  const from = minuteOf(window.from);
  const to = minuteOf(window.to);
  const now = localMinute(timeMs);
  return from < to ? from <= now && now < to : from <= now || now < to;
}

/** @returns the first moment from `timeMs` on at which the window is open */
export function windowOpensMs(window: RunWindow | null, timeMs: number): number {
  if (window === null || isWindowOpen(window, timeMs)) return timeMs;
  const [opens] = nextRuns({ kind: "daily", at: window.from, weekdays: EVERY_DAY }, timeMs, 1);
  return opens ?? timeMs;
}

function minuteOf(hourAndMinute: string): number {
  const [hour, minute] = hourAndMinute.split(":");
  return Number(hour) * 60 + Number(minute);
}
