import { BackstayEvent, type NumberedEvent } from "../../shared/api/events.ts";

/** Numbers the engine's events and hands them to whoever listens. */
export type EventHub = {
  /** @throws {z.ZodError} when it is not an event of the contract */
  publish(event: BackstayEvent): void;
  /** @returns what ends the listening */
  subscribe(listener: (event: NumberedEvent) => void): () => void;
  /** The number of the newest event; 0 before the first. */
  readonly number: number;
};

export function createEventHub(): EventHub {
  const listeners = new Set<(event: NumberedEvent) => void>();
  let number = 0;
  return {
    publish(event) {
      number += 1;
      const numbered = { number, event: BackstayEvent.parse(event) };
      for (const listener of listeners) listener(numbered);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get number() {
      return number;
    },
  };
}
