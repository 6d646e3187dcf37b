import type { RunWindow } from "../../shared/model/schedule.ts";
import { windowOpensMs } from "./run-window.ts";

/** The newest run of a plan failed, and what made it fail may be over by itself. */
export type PassingFailure = {
  readonly endedMs: number;
  /** How many runs have failed in a row, that one included. */
  readonly times: number;
};

const FIRST_DELAY_MS = 60_000;
/** A box that is off over a weekend is looked for all the same, but not every few minutes. */
const LONGEST_DELAY_MS = 4 * 3_600_000;

/** After as many the delay does not grow any more. */
export const MAX_COUNTED_FAILURES = 10;

/** How long to wait after so many failures in a row: a minute at first, then twice as long each time, up to four hours. */
export function retryDelayMs(times: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, times - 1), LONGEST_DELAY_MS);
}

/** When the plan is tried again: after the delay, and only while its window is open. At once when the clock was put back since. */
export function retryMs({ endedMs, times }: PassingFailure, window: RunWindow | null, nowMs: number): number {
  return windowOpensMs(window, endedMs > nowMs ? nowMs : endedMs + retryDelayMs(times));
}
