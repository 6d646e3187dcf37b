import type { Overview } from "../../shared/model/overview.ts";
import type { RunStore } from "../catalog/run-store.ts";
import { localDay } from "./local-day.ts";

const DAY_MS = 24 * 3_600_000;
const MAX_DAYS = 365;

/**
 * Sums up what runs added to repositories, by days of the machine's calendar, the oldest first. Days that are over are summed up
 * once a day.
 */
export function createAddedPerDay(
  runs: Pick<RunStore, "additions">,
): (nowMs: number) => Overview["addedPerDay"] {
  let past: Overview["addedPerDay"] = [];
  let pastUntilMs = Number.NaN;
  const sum = (startMs: number, endMs: number): Overview["addedPerDay"] => {
    const days = new Map<number, number>();
    for (const { atMs, bytesAdded } of runs.additions(startMs, endMs)) {
      const day = localDay(atMs).startMs;
      days.set(day, (days.get(day) ?? 0) + bytesAdded);
    }
    return [...days].map(([dayMs, bytesAdded]) => ({ dayMs, bytesAdded }));
  };
  return (nowMs) => {
    const today = localDay(nowMs);
    if (pastUntilMs !== today.startMs) {
      past = sum(localDay(nowMs - (MAX_DAYS - 1) * DAY_MS).startMs, today.startMs);
      pastUntilMs = today.startMs;
    }
    return [...past, ...sum(today.startMs, today.endMs)].slice(-MAX_DAYS);
  };
}
