import type { Clock } from "../clock.ts";

/** Something to be done now and then. */
export type Chore = {
  readonly name: string;
  readonly everyMs: number;
  /** What it throws is told, and it is done again at its next time. */
  readonly run: () => void | Promise<void>;
};

export type Housekeeping = {
  /** Looks at the clock: at wake-up. Ticks come by themselves besides. */
  tick(): void;
  stop(): void;
};

const TICK_MS = 30_000;

/**
 * Does chores at the first tick and then whenever their time has passed by the clock: timers stop while a computer sleeps. One that
 * takes long is not started a second time meanwhile.
 */
export function startHousekeeping(
  chores: readonly Chore[],
  clock: Clock,
  onError: (error: unknown, name: string) => void,
): Housekeeping {
  const states = chores.map((chore) => ({ chore, doneMs: Number.NEGATIVE_INFINITY, isBusy: false }));
  const tick = () => {
    const nowMs = clock.nowMs();
    for (const state of states) {
      const sinceMs = nowMs - state.doneMs;
      // negative: the clock was put back, and nobody knows how long ago it was
      if (state.isBusy || (sinceMs >= 0 && sinceMs < state.chore.everyMs)) continue;
      state.doneMs = nowMs;
      state.isBusy = true;
      Promise.try(state.chore.run)
        .catch((error: unknown) => onError(error, state.chore.name))
        .finally(() => {
          state.isBusy = false;
        });
    }
  };
  const timer = setInterval(tick, TICK_MS);
  timer.unref();
  return { tick, stop: () => clearInterval(timer) };
}
