import type { DeliveryProblem } from "../../../shared/model/delivery-problem.ts";

const MINUTE_MS = 60_000;
const DELAYS_MS = [0.5, 1, 2, 5, 10, 20, 40, 60].map((minutes) => minutes * MINUTE_MS);
/** What is older is no news. */
export const GIVE_UP_AFTER_MS = 24 * 60 * MINUTE_MS;
/** Of a month that is over, it is worth as much some days later. */
export const GIVE_PACK_UP_AFTER_MS = 7 * GIVE_UP_AFTER_MS;
/** A server that restarts is no reason to alarm anybody. */
export const PASSING_FAILURES = 3;

const PASSING: ReadonlySet<DeliveryProblem> = new Set([
  "unreachable",
  "timed-out",
  "cut-off",
  "busy",
  "internal",
]);

/** @param attempts how many have failed so far, 1 or more */
export function retryDelayMs(attempts: number, askedMs = 0): number {
  const delayMs = DELAYS_MS[Math.min(attempts, DELAYS_MS.length) - 1] ?? MINUTE_MS;
  return Math.max(delayMs, askedMs);
}

/** Whether somebody should hear that a channel fails. */
export function isFailing(problem: DeliveryProblem, attempts: number): boolean {
  return !PASSING.has(problem) || attempts >= PASSING_FAILURES;
}
