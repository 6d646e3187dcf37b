import type { Period } from "./proofs.ts";

/** By the clock of this computer's place. @param month from 0 */
export function monthFrom(year: number, month: number): Period {
  return { fromMs: new Date(year, month, 1).getTime(), toMs: new Date(year, month + 1, 1).getTime() };
}

/** The month before the one in which a time lies. */
export function monthBefore(timeMs: number): Period {
  const time = new Date(timeMs);
  return monthFrom(time.getFullYear(), time.getMonth() - 1);
}
