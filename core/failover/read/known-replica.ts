/** One of the replicas that are read from: how fast it is, what it did not have, and whether it is left alone for a while. */
import { type MeasuredStore, measured } from "../../storage/measured-store.ts";
import type { Store } from "../../storage/store.ts";
import { createDamagedRanges, type DamagedRanges } from "./damaged-ranges.ts";

export type KnownReplica = {
  readonly location: string;
  readonly store: MeasuredStore;
  /** Files it lacks or has damaged. */
  readonly damaged: DamagedRanges;
  /** Reads it has not answered yet. */
  waiting: number;
  /** Reads it has answered, and what they came to. */
  reads: number;
  bytes: number;
  /** When it was last asked, in ms; undefined before the first time. */
  askedMs: number | undefined;
  isAway(): boolean;
  /** It is asked last for a while, longer each time in a row. */
  avoid(forMs: number): void;
  /** The same, and whoever waits for it alone asks the next one at once. */
  leave(forMs: number): void;
  /** It answered as it should. */
  noteWell(): void;
  /** Has a read asked of the next one when this one is left alone; what it returns ends that. */
  onLeft(askNext: () => void): () => void;
};

const LONGEST_MS = 5 * 60_000;

/** @param nowMs milliseconds that only grow */
export function knowReplica(store: Store, nowMs: () => number): KnownReplica {
  const readers = new Set<() => void>();
  let awayUntilMs = Number.NEGATIVE_INFINITY;
  let timesInRow = 0;

  function avoid(forMs: number): void {
    // several reads that are under way at once meet the same fault
    if (nowMs() >= awayUntilMs) timesInRow += 1;
    awayUntilMs = Math.max(awayUntilMs, nowMs() + Math.min(forMs * 2 ** (timesInRow - 1), LONGEST_MS));
  }

  return {
    location: store.location,
    store: measured(store, nowMs),
    damaged: createDamagedRanges(),
    ...{ waiting: 0, reads: 0, bytes: 0, askedMs: undefined },
    isAway: () => nowMs() < awayUntilMs,
    avoid,
    leave(forMs) {
      avoid(forMs);
      for (const askNext of [...readers]) askNext();
    },
    noteWell() {
      timesInRow = 0;
    },
    onLeft(askNext) {
      readers.add(askNext);
      return () => void readers.delete(askNext);
    },
  };
}
