import type { TodayState } from "../../../shared/model/browse.ts";
import { startThread, type Thread } from "../../threads/thread.ts";
import { workerUrl } from "../../threads/worker-url.ts";
import type { PlacedEntry } from "./compare-with-disk.ts";
import type { FromTodayThread, ToTodayThread } from "./today-thread.ts";

/** Compares entries of snapshots with what stands on this machine now. */
export type TodayLookup = {
  /** Makes the first answer come as fast as the later ones. */
  prepare(): void;
  /**
   * Never fails, and never takes longer than it may.
   * @returns as many as `entries`; undefined when they cannot be had in time
   */
  states(
    entries: readonly PlacedEntry[],
    limitMs: number,
  ): Promise<readonly (TodayState | null)[] | undefined>;
  stop(): void;
};

/** Who asks while a share does not answer does not wait for it as well. */
const BUSY_MS = 2_000;
/** A share that does not answer for so long is given up for the time being, and the thread that waits for it with it. */
const GIVE_UP_MS = 30_000;
/** No more than so many threads are left waiting for ever. */
const MAX_GIVEN_UP = 4;

type Waiting = (states: readonly (TodayState | null)[] | undefined) => void;

export function createTodayLookup(): TodayLookup {
  const waiting = new Map<number, Waiting>();
  let thread: Thread<ToTodayThread> | undefined;
  let busySinceMs: number | undefined;
  let givenUp = 0;
  let lastId = 0;

  function leaveThread(): void {
    void thread?.stop(); // not waited for: it may hang in the system
    thread = undefined;
    busySinceMs = undefined;
    for (const answer of waiting.values()) answer(undefined);
    waiting.clear();
  }

  function start(): Thread<ToTodayThread> {
    return startThread<ToTodayThread, FromTodayThread>(
      workerUrl(import.meta.url, "./today-thread"),
      undefined,
      {
        onMessage({ id, states }) {
          waiting.get(id)?.(states);
          waiting.delete(id);
          busySinceMs = waiting.size > 0 ? performance.now() : undefined;
        },
        onFailure: leaveThread,
      },
    );
  }

  return {
    prepare() {
      thread ??= start();
    },
    states(entries, limitMs) {
      if (entries.length === 0) return Promise.resolve([]);
      const busyMs = busySinceMs === undefined ? 0 : performance.now() - busySinceMs;
      if (busyMs > GIVE_UP_MS) {
        givenUp += 1;
        leaveThread();
      } else if (busyMs > BUSY_MS) return Promise.resolve(undefined);
      if (givenUp >= MAX_GIVEN_UP) return Promise.resolve(undefined);
      thread ??= start();
      busySinceMs ??= performance.now();
      lastId += 1;
      const id = lastId;
      const { promise, resolve } = Promise.withResolvers<readonly (TodayState | null)[] | undefined>();
      const timer = setTimeout(() => resolve(undefined), limitMs);
      waiting.set(id, (states) => {
        clearTimeout(timer);
        resolve(states);
      });
      thread.post({ id, entries });
      return promise;
    },
    stop: leaveThread,
  };
}
