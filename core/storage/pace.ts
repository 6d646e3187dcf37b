import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "./store.ts";

/** Holds transfers back, so that all that share it together stay below a limit. */
export type Pace = {
  /** Waits until that many bytes may be sent. @throws the signal's reason */
  up(bytes: number, signal: AbortSignal | undefined): Promise<void>;
  /** Waits until that many bytes may be received. @throws the signal's reason */
  down(bytes: number, signal: AbortSignal | undefined): Promise<void>;
};

export type PaceLimits = {
  /** Bytes a second; undefined for as fast as it goes. */
  readonly upBytesPerSecond?: number | undefined;
  readonly downBytesPerSecond?: number | undefined;
};

export type PaceClock = {
  /** Milliseconds that only grow. */
  readonly nowMs: () => number;
  /** Waits; ends early when the signal is aborted. */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
};

/** How much at once a transport sends or takes under a limit: little enough that a slow line is not filled for seconds. */
export const PACED_BYTES = 16 * 1024;

/** What was not used in this time may be used later; more would fill the line that was to be kept free. */
const BURST_MS = 100;

const SYSTEM: PaceClock = {
  nowMs: () => performance.now(),
  wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
};

/** @returns undefined when nothing is limited */
export function createPace(limits: PaceLimits, clock: PaceClock = SYSTEM): Pace | undefined {
  const { upBytesPerSecond, downBytesPerSecond } = limits;
  if (upBytesPerSecond === undefined && downBytesPerSecond === undefined) return undefined;
  return { up: createBucket(upBytesPerSecond, clock), down: createBucket(downBytesPerSecond, clock) };
}

/** Whoever comes gets a turn behind all who came before; a turn is as long as its bytes take at the limit. */
function createBucket(bytesPerSecond: number | undefined, { nowMs, wait }: PaceClock): Pace["up"] {
  let takenUntilMs = Number.NEGATIVE_INFINITY;
  return async (bytes, signal) => {
    signal?.throwIfAborted();
    if (bytesPerSecond === undefined) return;
    const startMs = Math.max(takenUntilMs, nowMs() - BURST_MS);
    takenUntilMs = startMs + (bytes * 1000) / bytesPerSecond;
    // timers may end a little early, and clocks of tests stand still unless they are moved
    for (let leftMs = startMs - nowMs(); leftMs > 0; leftMs = startMs - nowMs()) {
      await wait(Math.ceil(leftMs), signal);
      signal?.throwIfAborted();
    }
  };
}

/**
 * The same for a store that moves whole files and knows no pace itself, such as a folder of a mounted share: each file waits for its
 * turn.
 */
export function paced(store: Store, pace: Pace): Store {
  return {
    ...store,
    async read(kind, name, range, signal) {
      const bytes = await store.read(kind, name, range, signal);
      await pace.down(bytes.length, signal);
      return bytes;
    },
    async write(kind, name, bytes, signal) {
      await pace.up(bytes.length, signal);
      await store.write(kind, name, bytes, signal);
    },
  };
}
