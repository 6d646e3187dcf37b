import type { NumberedEvent } from "../../shared/api/events.ts";

/** Watches the running numbers of events. */
export type EventSequence = {
  /** @returns true when events between this and the last one were missed; a number that fell means another host */
  isGapBefore(event: NumberedEvent): boolean;
  /** Forgets the last number: the next event follows on anything. */
  reset(): void;
};

export function createEventSequence(): EventSequence {
  let last: number | undefined;
  return {
    isGapBefore({ number }) {
      const isGap = last !== undefined && number !== last + 1;
      last = number;
      return isGap;
    },
    reset() {
      last = undefined;
    },
  };
}
