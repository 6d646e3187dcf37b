import { useEffect, useState } from "react";

export type Sight = { readonly first: number; readonly last: number };

/** What one flies over is not asked for. */
const REST_MS = 70;

/**
 * The rows whose content is asked for: those in sight, at once while one scrolls, and only when one rests after a leap.
 *
 * @param nearby rows that a wheel or a key can move without it being a leap
 */
export function useSettledSight(sight: Sight, nearby: number): Sight {
  const [settled, setSettled] = useState(sight);
  const isNear = Math.abs(sight.first - settled.first) <= nearby;
  useEffect(() => {
    if (isNear) {
      setSettled(sight);
      return undefined;
    }
    const timer = setTimeout(() => setSettled(sight), REST_MS);
    return () => clearTimeout(timer);
  }, [sight, isNear]);
  return isNear ? sight : settled;
}
